"""Name the values of the wire that the rest of the desktop works with, after `checked.py` has bounded them.

This is the only door: window, command line and jobs import these names from here and nothing of `model_runtime`.
Adds no behaviour.
"""

from typing import TypeAlias

from model_runtime.protocol import film_payloads, payloads, series_payloads

Box: TypeAlias = payloads.Box
Size: TypeAlias = payloads.Size
Word: TypeAlias = payloads.Word
Region: TypeAlias = payloads.Region
PageRegions: TypeAlias = payloads.PageRegions
PageLine: TypeAlias = payloads.PageLine
Picture: TypeAlias = payloads.Picture
SourceView: TypeAlias = payloads.SourceView
RedactedPage: TypeAlias = payloads.RedactedPage
Source: TypeAlias = payloads.Source
Field: TypeAlias = payloads.Field
Usage: TypeAlias = payloads.Usage
Detection: TypeAlias = payloads.Detection
Answer: TypeAlias = payloads.Answer
CheckResult: TypeAlias = payloads.CheckResult
SandboxReport: TypeAlias = payloads.SandboxReport
ModelInfo: TypeAlias = payloads.ModelInfo
Plan: TypeAlias = payloads.Plan
Sampling: TypeAlias = payloads.Sampling
AnswerOptions: TypeAlias = payloads.AnswerOptions
Axis: TypeAlias = payloads.Axis
Operator: TypeAlias = payloads.Operator
OutputFormat: TypeAlias = payloads.OutputFormat
FilmFormat: TypeAlias = film_payloads.FilmFormat
FilmStep: TypeAlias = film_payloads.FilmStep
FilmTrack: TypeAlias = film_payloads.FilmTrack
FilmPlace: TypeAlias = film_payloads.FilmPlace
Doubt: TypeAlias = film_payloads.Doubt
WhyDoubtful: TypeAlias = film_payloads.WhyDoubtful
Role: TypeAlias = payloads.Role
GreyWindow: TypeAlias = series_payloads.GreyWindow
SeriesPart: TypeAlias = series_payloads.SeriesPart
MedicalFacts: TypeAlias = series_payloads.MedicalFacts
FoundSeries: TypeAlias = series_payloads.FoundSeries
Tag: TypeAlias = series_payloads.Tag
Fate: TypeAlias = series_payloads.Fate

FILM_KINDS = film_payloads.FILM_KINDS
