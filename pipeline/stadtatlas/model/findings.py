"""Every code a finding can have: how grave it is, what it means, what to do. `stadtatlas explain CODE` prints this."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["info", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")


class Code(NamedTuple):
    """What a finding's code stands for."""

    severity: Severity
    meaning: str
    advice: str


CODES: dict[str, Code] = {
    "source.unreadable": Code(
        "error",
        "A file or folder could not be read: no permission, a pipe, binary data, or no text in a known encoding.",
        "Open it yourself; mend its permissions, save it again as UTF-8 text, Markdown or HTML, or leave it out.",
    ),
    "source.empty": Code("error", "A file holds no text.", "Fetch or convert the source again, or leave the file out."),
    "source.encrypted": Code(
        "error",
        "A PDF is encrypted, and its password is missing or wrong.",
        "Give the password with --password, or save the file without one.",
    ),
    "source.unrecognised": Code(
        "error",
        "A file is neither a study nor a portrait of this edition: none of the edition's labels stands in it.",
        "Check --edition; if the source words its headings differently, add synonyms to the edition profile.",
    ),
    "source.duplicate": Code(
        "info", "The same file, byte for byte, was given more than once.", "Nothing to do: it is read once."
    ),
    "source.encoding": Code(
        "info",
        "A file is not UTF-8; it was decoded as the encoding named in the message.",
        "If umlauts look wrong in the records, save the file as UTF-8.",
    ),
    "source.failed": Code(
        "error",
        "Reading a file failed in a way the program did not foresee. The other sources are not affected.",
        "Please report the message together with the file.",
    ),
    "edition.assumed": Code(
        "warning",
        "The sources do not tell which edition they are of; the message says by which profile they were read, and why.",
        "Name the edition with --edition, or put its edition.toml beside the sources.",
    ),
    "page.no_text": Code(
        "warning",
        "A page is covered by a picture and has no text: it was scanned.",
        "Recognise the text of the file first, for instance with OCRmyPDF, and read the result.",
    ),
    "page.garbled": Code(
        "warning",
        "The fonts of a page do not say which letters their characters are, so that its text is not to be trusted.",
        "Recognise the page's text (OCR), or fetch the PDF from the publisher again.",
    ),
    "page.timeout": Code(
        "error",
        "Reading a page took too long. The other pages are not affected.",
        "Look at the page in a viewer; print it to a new PDF if it is needed.",
    ),
    "page.failed": Code(
        "error",
        "Reading a page made the engine fail or took too much memory. The other pages are not affected.",
        "Try --pdf-engine pdfplumber; look at the page in a viewer and print it to a new PDF if it is needed.",
    ),
    "page.damaged": Code(
        "error",
        "The content of a page is damaged in the file, so that what it shows is missing, in whole or in part.",
        "Fetch the PDF again; where the page is whole in a viewer, print it to a new PDF.",
    ),
    "page.duplicate": Code(
        "info",
        "A PDF holds a page twice, letter for letter in the same places. It was read once, and its copy is in no document.",
        "Nothing to do, unless the file should hold another page there.",
    ),
    "page.order": Code(
        "warning",
        "A PDF's pages stand in another order than the numbers printed on them. They were read in printed order.",
        "Check whether the file is whole.",
    ),
    "contents.page": Code(
        "warning",
        "The contents list names another page for a city than the one its portrait begins on.",
        "Trust the portrait's own page; the study's list is wrong, or pages were added or lost.",
    ),
    "footnote.untied": Code(
        "info",
        "A footnote's mark stands nowhere in the text of its page.",
        "Look at the page: the mark may be lost, or what looks like a footnote be something else.",
    ),
    "grid.unclear": Code(
        "warning",
        "The cells of a city's grid of action fields do not fall into an active and an inactive group by their looks.",
        "Look at the page; the city's `action_fields` are null where this finding stands.",
    ),
    "grid.incomplete": Code(
        "warning",
        "A city's grid of action fields shows fewer fields than the edition has.",
        "Look at the page; add the name that it uses as an alias to `action_fields` in the edition profile.",
    ),
    "portrait.missing": Code(
        "warning",
        "The contents list names a city that has no portrait in the sources.",
        "Check whether the source is complete; a portrait from the web can stand in for it.",
    ),
    "portrait.duplicate": Code(
        "warning",
        "A city is portrayed more than once in sources of the same kind.",
        "Compare the two; leave the outdated source out.",
    ),
    "portrait.unnamed": Code(
        "error",
        "A portrait's sections were found, and nothing tells its city; no record was made of it.",
        "Put the city's name as a heading above its facts, or add its page's title to `portrait.titles` in the edition profile.",
    ),
    "portrait.none": Code(
        "error",
        "A study has no portrait of a city where its parts say that it should.",
        "Look at the place in the message: put each city's name as a heading above its facts, or give the source whole.",
    ),
    "portrait.merged": Code(
        "warning",
        "Sections stand twice in a portrait, as where the next city's heading is lost; all of its text went to the city before.",
        "Look at the place in the message; put the second city's name as a heading there.",
    ),
    "section.missing": Code(
        "warning",
        "A city has no text for one of the edition's sections.",
        "Look into the source: is the section gone, or its heading worded in a new way? Then add it to the profile.",
    ),
    "section.unknown": Code(
        "warning",
        "A heading inside a portrait is no section that the edition knows.",
        "Add the heading to `sections` in the edition profile, or report a misread page.",
    ),
    "section.repeated": Code(
        "warning",
        "A portrait has the same section twice; the texts were joined in printed order.",
        "Check that the second heading is not another section's.",
    ),
    "prose.failed": Code(
        "error",
        "A component of the prose pipeline failed on a portrait. What the others found stands.",
        "Report the message to whoever wrote the component; a built-in one is named stadtatlas_….",
    ),
    "prose.invalid": Code(
        "warning",
        "A component of the prose pipeline gave a value that the records' schema does not allow; it was left out.",
        "Report the message to whoever wrote the component that the edition profile adds.",
    ),
    "date.impossible": Code(
        "warning",
        "A portrait's text dates something to a day that no calendar has, as the 31st of February; the date was left out.",
        "Look at the quoted words: correct the source, or report a misread figure.",
    ),
    "fact.unparsed": Code(
        "warning", "A fact's label is there, but no number was understood.", "Read the quoted line; correct the source."
    ),
    "fact.missing": Code("warning", "A study's portrait lacks one of the edition's facts.", "Look at the portrait's head."),
    "project.untagged": Code(
        "warning",
        "A project names no action field.",
        "Use `predicted_action_fields`, or add the field to the source.",
    ),
    "project.unknown_field": Code(
        "warning",
        "A project is tagged with a field that the edition does not have.",
        "Add the field, or the spelling as an alias, to `action_fields` in the edition profile.",
    ),
    "annex.unmatched": Code(
        "warning",
        "An entry of the annex's project list fits no project of a portrait.",
        "If the city has no portrait this is expected; else compare the titles.",
    ),
    "annex.unread": Code("warning", "A line of the annex was not understood.", "Look at the quoted line; it is kept as a block."),
    "credit.unmatched": Code(
        "info", "A picture credit names a city that has no record.", "Expected where the city has no portrait."
    ),
    "conflict.value": Code(
        "warning",
        "Sources give different values; the source that the edition ranks first won.",
        "Look at both quotes; both values are kept as statements.",
    ),
    "conflict.text": Code(
        "warning",
        "Two sources word a text differently; the message shows the differing words.",
        "Read both if the wording matters; the leading source's text is in the record.",
    ),
    "text.moved": Code(
        "info", "A sentence of one source stands at another place in the other (often the teaser).", "Nothing to do."
    ),
    "variant.typographic": Code(
        "info", "Sources differ in quotes, hyphens, spacing or a final full stop only.", "Nothing to do."
    ),
    "total.differs": Code(
        "warning",
        "A number that the study prints is not what its own portraits add up to.",
        "Check whether the sources are complete; if they are, the study miscounts.",
    ),
    "text.unassigned": Code(
        "warning",
        "A piece of text was not understood; no value was taken from it.",
        "Look at the spans. A label or mark missing from the edition profile is the usual cause.",
    ),
    "place.unknown": Code(
        "warning",
        "No place of this name in the reference data fits, or more than one does.",
        "Check the city's name and population; state and coordinates stay empty.",
    ),
    "decision.applied": Code(
        "info",
        "Somebody decided on a value or record, and what was seen then still stands. The message names what was replaced.",
        "Nothing to do. To take it back, remove the decision from the decisions file.",
    ),
    "decision.accepted": Code(
        "info",
        "Somebody looked at a finding and found it right; the finding itself is left out.",
        "Nothing to do. To see the finding again, remove the decision from the decisions file.",
    ),
    "decision.stale": Code(
        "warning",
        "A decision was not applied: what stands now is not what was seen when it was made. The message shows both.",
        "Look at the value again; then change `saw` in the decisions file, or remove the decision.",
    ),
    "decision.gone": Code(
        "warning",
        "A decision was not applied: its record or field is not in this run.",
        "Check the id in the decisions file; if the sources no longer have it, remove the decision.",
    ),
    "record.invalid": Code(
        "error",
        "A record breaks the schema and was left out of the run's records.",
        "See the field and the source's words in the message; correct the source or the profile.",
    ),
}
