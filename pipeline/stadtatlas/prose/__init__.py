"""Facts in running text: a spaCy pipeline reads a portrait's prose, and a component for each kind of fact marks spans in it.

The components below are the stage, in order; each is a registered spaCy factory. An edition's profile may add others
(`prose.components`), which are found as spaCy finds them: by the entry point group `spacy_factories`.
"""
