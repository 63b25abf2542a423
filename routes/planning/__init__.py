"""A learning journey: chosen initiatives put in order, measured, spread over days, with who else lies along the way."""
