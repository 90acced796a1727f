"""Measurements, in processes prepared as the program's own."""

from msa_core.config import prepare_libraries

prepare_libraries()
