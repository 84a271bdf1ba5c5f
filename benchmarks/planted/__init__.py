"""Consistent reports of invented cities, with one error planted here and there, to measure the audit."""
