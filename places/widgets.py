"""A point of the map in a form: two numbers that anyone can type, and a map that fills them in when there is JavaScript."""

from django import forms


class PointPicker(forms.MultiWidget):
    template_name = "places/widgets/point_picker.html"

    class Media:
        css = {"all": ["leaflet/leaflet.css", "css/tokens.css", "css/map.css", "css/point-picker.css"]}
        js = ["leaflet/leaflet.js", forms.Script("js/forms/point-picker.js", type="module")]

    def __init__(self, attrs=None):
        number = {"step": "any", "inputmode": "decimal"}
        widgets = {
            "lon": forms.NumberInput({**number, "min": -180, "max": 180}),
            "lat": forms.NumberInput({**number, "min": -90, "max": 90}),
        }
        super().__init__(widgets, attrs)

    def decompress(self, value):
        return [value.x, value.y] if value else [None, None]
