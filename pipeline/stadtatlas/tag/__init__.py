"""Predicts the action fields of a project from its title and description: `Tagger(fields).predict(title, description, city)`."""

from stadtatlas.tag.lexicon import FieldTerms, Tagger

__all__ = ["FieldTerms", "Tagger"]
