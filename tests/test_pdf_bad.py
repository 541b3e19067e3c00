"""Encrypted, damaged, hostile and odd PDFs: each is the right finding, and takes neither its other pages nor the PDF beside it."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfs
import pytest
import regex
from conftest import ROOT, Result, run_paths
from hypothesis import given
from hypothesis import strategies as st
from pdfs import Portrait, followed_by, portrait_pdf
from stadtatlas import cli
from stadtatlas.edition.choose import sample
from stadtatlas.readers import UnreadableError, pdf
from stadtatlas.readers.pdf import guard
from stadtatlas.readers.pdf.order import reading_order
from stadtatlas.readers.pdf.pdfium import PdfiumEngine
from stadtatlas.readers.pdf.sheet import Sheet
from stadtatlas.run import Outcome
from stadtatlas.verify import verify
