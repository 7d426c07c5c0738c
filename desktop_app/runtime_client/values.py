"""Name the values of the wire that the rest of the desktop works with, after `checked.py` has bounded them.

This is the only door: window, command line and jobs import these names from here and nothing of `model_runtime`.
Adds no behaviour.
"""

from typing import TypeAlias

from model_runtime.protocol import messages

Box: TypeAlias = messages.Box
Word: TypeAlias = messages.Word
Region: TypeAlias = messages.Region
PageRegions: TypeAlias = messages.PageRegions
Page: TypeAlias = messages.Page
Source: TypeAlias = messages.Source
Field: TypeAlias = messages.Field
Usage: TypeAlias = messages.Usage
Finished: TypeAlias = messages.Finished
CheckResult: TypeAlias = messages.CheckResult
SandboxReport: TypeAlias = messages.SandboxReport
ModelInfo: TypeAlias = messages.ModelInfo
AnswerOptions: TypeAlias = messages.AnswerOptions
Operator: TypeAlias = messages.Operator
OutputFormat: TypeAlias = messages.OutputFormat
Role: TypeAlias = messages.Role
