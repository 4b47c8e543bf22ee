"""A department's file in a folder (文件交换): CSV, XLSX or Parquet, matched by ID number."""

from yimen.connectors.file_drop.connector import FileDrop
from yimen.connectors.file_drop.options import FileDropOptions, Holding

__all__ = ["FileDrop", "FileDropOptions", "Holding"]
