"""The head nouns of offices, roles, bodies and companies in German towns: common knowledge, no town's own names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Follows = Literal["title", "brand", "for", "task", "place", "city", "several", ""]


@dataclass(frozen=True, slots=True)
class Noun:
    """A head noun: what kind of organisation it names, what may follow it, and whether it is a name when it stands alone.

    `follows`: `title` (`Referat Digitale Stadt`, `Referat für Sport`), `for` (`Beauftragte für Sport`, `Leiter Digitalisierung`),
    `brand` (`Initiative fulda.digital`, but not in quotation marks: that would be a programme), `task`
    (`Bürgermeister für Sport`), `place` (`Stadtwerke Ulm`), `city` (the same, and only the city's own name) or nothing.
    `several`: a plural, never a name without what tells its parts apart (`Ämter für Sport und Kultur`).
    """

    kind: str
    follows: Follows = ""
    alone: bool = True


_WORDS: tuple[tuple[Noun | None, str], ...] = (
    (Noun("unit", "title", False), (
        "=dienststelle =stadtdienst/s "
        "=amt/s =fachamt/s =dienstamt/s =referat/s =fachreferat/s =dezernat/s =ressort/s =abteilung =fachabteilung "
        "=stabsabteilung =zentralabteilung =unterabteilung =fachbereich/s =fachdienst/s =fachgebiet/s "
        "=sachgebiet/s =stabsbereich/s =servicebereich/s =zentralbereich/s =vorstandsbereich/s =geschäftsbereich/s "
        "=aufgabenbereich/s =eigenbetrieb/s =regiebetrieb/s "
        "=landesbetrieb/s stabsstelle stabstelle stabs-stelle geschäftsstelle koordinierungsstelle koordinationsstelle "
        "leitstelle servicestelle fachstelle projektstelle kontaktstelle zentralstelle steuerungsstelle =büro/s "
        "=projektbüro/s =team/s =zentrum/s =kompetenzzentrum/s =servicezentrum/s =center/s kompetenzcenter/s einheit "
        "=fachgruppe =senatsverwaltung =behörde =direktorium/s =direktion =office/s =unit =lab/s =stab/s"
    )),
    (Noun("unit", "city"), (
        "wirtschaftsförderung stadtmarketing/s stadt-marketing/s citymarketing/s city-marketing/s "
        "citymanagement/s servicebetrieb/s baubetrieb/s entsorgungsbetrieb/s abfallwirtschaftsbetrieb/s "
        "kämmerei"
    )),
    (Noun("unit"), (
        "+amt/s +dezernat/s +referat/s +abteilung kanzlei stadtplanung stadtentwicklungsplanung verkehrsplanung "
        "verkehrsentwicklungsplanung technologiezentrum/s digitalzentrum/s "
        "digitalisierungszentrum/s it-bereich/s bauverwaltung finanzverwaltung hauptverwaltung zentralverwaltung "
        "personalverwaltung schulverwaltung kulturverwaltung +senatsverwaltung +office/s +unit volkshochschule +bibliothek "
        "+bücherei "
        "+-center/s +behörde +direktion +labor/s arbeitsstab/s projektstab/s planungsstab/s führungsstab/s verwaltungsstab/s "
        "digitalisierungsstab/s stadtreinigung "
        "stadtentwässerung betriebshof/s feuerwehr "
        "stadtarchiv/s musikschule tourist-information touristinformation =ordnungsamt/s +stelle"
    )),
    (Noun("unit", "title"), "+büro/s"),
    (Noun("unit", "", False), "=it =informationstechnik =informationsverarbeitung =dienst =dienste =diensten"),
    (Noun("role", "for"), "=dezernenten =ortsvorsteher"),
    (Noun("role", "for", False), (
        "=beauftragte/a =verantwortliche/a =bevollmächtigte/a =koordinator/p =dezernent/p =referent/p =senator/p =manager/p "
        "=chef/p =geschäftsführer/p =direktor/p =leiter/p amtsleiter/p =abteilungsleiter/p "
        "=dezernatsleiter/p =sachgebietsleiter/p =teamleiter/p =bereichsleiter/p =amtsleitung "
        "=abteilungsleitung bereichsleitung =referatsleitung =dezernatsleitung =sachgebietsleitung =teamleitung "
        "stabsstellenleitung projektleitung programmleitung verwaltungsleitung =projektleiter/p "
        "=projektkoordinator/p =vorstand/s =vorständin geschäftsbereichsvorstand/s"
    )),
    (Noun("role"), (
        "stadträtin baurat/s baurätin landrat/s landrätin staatsrat/s staatsrätin stadtdirektor/p kämmerer/s kämmerern "
        "kämmerin =cdo/s =cio/s =cto/s =ob officer/s +scout/s =scouts +agents =agents lotse lotsen +pate +paten =pate =paten "
        "+botschafter/p verwaltungsdirektor/p -lead +vorstände +vorständen oberhaupt/s"
    )),
    (Noun("role", "task"), "bürgermeister/p"),
    (Noun("role", "task", False), "=stelle"),
    (Noun("role", "for"), (
        "+beauftragte/a +verantwortliche/a +bevollmächtigte/a +koordinator/p +dezernent/p +referent/p +senator/p "
        "beigeordnete/a +leiter/p +manager/p +sekretär/p +chef/p +geschäftsführer/p"
    )),
    (Noun("body"), (
        "=bürgerschaft =rat/s =gemeinderat/s =bezirksrat/s =kreisrat/s =personalrat/s =verwaltungsrat/s senat/s "
        "magistrat/s +vorstand/s +personalvertretung "
        "schwerbehindertenvertretung {referenten,dezernenten,amtsleiter}besprechung "
        "verwaltungskonferenz dezernentenkonferenz beigeordnetenkonferenz amtsleiterkonferenz "
        "bürgermeisterkonferenz stadtverordnetenversammlung ratsversammlung stadtparlament/s +plenum/s rathausspitze"
    )),
    (Noun("body", "title"), (
        "{lenkungs,lenk,steuerungs,steuer,koordinierungs,koordinations,strategie}{kreis/s,gruppe,runde,gremium/s} "
        "{experten,kern,gesprächs}{kreis/s,gruppe,runde,gremium/s} +rat/s +ausschuss/s +kommission =beirat/s think-tank/s "
        "thinktank/s =tank task-force taskforce =force dezernentenrunde referentenrunde amtsleiterrunde führungsrunde "
        "leitungsrunde digitalisierungsrunde digitalrunde fachrunde projektrunde bürgermeisterrunde kuratorium/s "
        "+beiräte +beiräten +team/s "
        "führungskreis/s leitungskreis/s digitalkreis/s digitalisierungskreis/s fachkreis/s projektkreis/s "
        "+runde +arbeitskreis/s zirkel/s council committee -team/s projektteam/s kernteam/s +netzwerk/s +allianz +board/s "
        "+arbeitsgruppe +projektgruppe +forum/s -ag"
    )),
    (Noun("body", "title", False), (
        "=gruppe =arbeitsgruppe =projektgruppe =unterarbeitsgruppe =arbeitskreis/s =ag =kommission =ausschuss/s "
        "=tisch/s =netzwerk/s =allianz =board/s =workstream =arbeitsgemeinschaft =interessengemeinschaft =forum/s =bündnis "
        "=bündnisses =dienstberatung =dienstbesprechung"
    )),
    (Noun("body", "brand", False), "=initiative"),
    (Noun("company"), "+-it +-unternehmensgruppe"),
    (Noun("company", "place"), (
        "stadtwerke stadtwerken verkehrsbetriebe verkehrsbetrieben stadtbetriebe stadtbetrieben entsorgungsbetriebe "
        "wirtschaftsbetriebe wirtschaftsbetrieben servicebetriebe servicebetrieben gemeinschaftsstadtwerke "
        "gemeinschaftsstadtwerken elektrizitätswerk/s +gesellschaft +agentur +stiftung +akademie +universität "
        " +hochschule sparkasse systemhaus/s +kammer =ihk +institut/s klinikum/s"
    )),
    (Noun("company", "title"), "=verein/s it-verbund/s"),
    (Noun("company", "title", False), (
        "zweckverband/s +handwerkerverband/s regionalverband/s kommunalverband/s verkehrsverbund/s"
    )),
    (Noun("company", "place", False), (
        "=werke =werken =betriebe =betrieben =stadtbetrieb/s =wirtschaftsbetrieb/s kreiswerke kreiswerken rechenzentrum/s "
        "hochschule universität =tu =fh =th =oth =htw =haw =rwth =fraunhofer =institut/s =agentur =stiftung =akademie"
    )),
    (Noun("company", "title", False), (
        "=energieversorgung holding =gemeinschaft =betriebsgemeinschaft gemeinschaftsstelle datenzentrale"
    )),
    (Noun("unit", "several", False), (
        "ämter ämtern dezernate dezernaten referate referaten abteilungen fachbereiche fachbereichen fachdienste fachdiensten "
        "geschäftsbereiche geschäftsbereichen stabsstellen"
    )),
    (Noun("body", "several", False), (
        "workstreams arbeitsgruppen arbeitskreise arbeitskreisen projektgruppen ausschüsse ausschüssen"
    )),
    (None, (
        "rückgrat/s inserat/s format/s "
        "aufsichtsrat/s "
        "gesamt ehrenamt/s vorrat apparat verrat quadrat dashboard/s whiteboard/s keyboard/s homeoffice home-office "
        "backoffice back-office {diskussions,gesprächs,frage,vorstellungs,auswahl,end,finanzierungs,feedback}runde "
        "{rathaus,verwaltungs,stadt,fach,basis,gesamt,haus,schul}-it "
        "gesamtnetzwerk/s {breitband,glasfaser,sensor,funk,daten,lan-,energie,wärme,strom}netzwerk/s "
        "begleiter/s halbleiter/s vertragsverhandlung "
        "{stadt,zivil,informations,wissens,bürger,gesamt,welt,netz,leistungs,tochter,beteiligungs}gesellschaft "
        "{personal,vollzeit,teilzeit}stelle "
        "{schnitt,anlauf,dienst,bau,halte,lade,plan,arbeits,schafts,an,schwach,fund,naht,zeit,sammel,text,außen,zweig}stelle"
    )),
)  # fmt: skip
"""What the nouns are called: `=` only as a whole word, `+` only behind another, else both; the longest counts.
`/s`, `/p` and `/a` inflect as `Amt`, `Leiter` and `Beauftragte` do; braces multiply. `None`: no noun of the sort."""
_ENDINGS = {"s": ("", "s", "es"), "p": ("", "s", "n", "en", "in", "innen"), "a": ("", "r", "n", "m"), "": ("",)}
_BRACES = re.compile(r"([=+]?)\{([^}]*)\}(?:\{([^}]*)\})?(\S*)")
_LONGEST = 30


def _forms(words: str) -> Iterator[tuple[str, str]]:
    """Each word's mark and each of its forms."""
    for item in re.findall(r"\S+", words):
        braces = _BRACES.fullmatch(item)
        heads = [braces[1] + head for head in braces[2].split(",")] if braces else [item]
        tails = (braces[3] or braces[4]).split(",") if braces else [""]
        for word in (head + tail for head in heads for tail in tails):
            mark = word[0] if word[0] in "=+" else ""
            stem, _, inflects = word[len(mark) :].partition("/")
            for ending in _ENDINGS[inflects]:
                yield mark, stem + ending


_WHOLE: dict[str, Noun | None] = {}
_LAST_PART: dict[str, Noun | None] = {}
for _noun, _list in _WORDS:
    for _mark, _form in _forms(_list):
        if _mark != "+":
            _WHOLE.setdefault(_form, _noun)
        if _mark != "=":
            _LAST_PART.setdefault(_form, _noun)

_LAST_LETTERS = {form[-3:] for form in (*_WHOLE, *_LAST_PART)}
"""Most words end in none of these: they need no closer look."""
_BOTH = re.compile(r"/(?:in|innen|r|n)\Z")


def noun_of(word: str) -> Noun | None:
    """The head noun that a word is or ends in: `Planungsdezernats` is a `Dezernat`."""
    low = word.lower()
    if word == "Ob":  # the conjunction; who is meant is an `OB`
        return None
    if "/" in low:
        low = _BOTH.sub("", low)
    if low[-3:] not in _LAST_LETTERS:
        return None
    if low in _WHOLE:
        return _WHOLE[low]
    for at in range(max(1, len(low) - _LONGEST), len(low) - 1):
        if low[at:] in _LAST_PART:
            return _LAST_PART[low[at:]]
    return None
