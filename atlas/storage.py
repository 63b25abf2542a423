"""Static files named by their content, so that browsers keep them for ever; imports between ES modules follow the names."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Their folder carries a version (static/basemap/1/): already immutable, and the map finds them by their plain names.
VERSIONED = "basemap/"


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed once; the base map's many files are only compressed."""

    support_js_module_import_aggregation = True

    def post_process(self, paths, dry_run=False, **options):
        hashed = {name: path for name, path in paths.items() if not name.startswith(VERSIONED)}
        yield from super().post_process(hashed, dry_run=dry_run, **options)
        if not dry_run:
            for name, compressed in self.compress_files(paths.keys() - hashed.keys()):
                yield name, compressed, True

    def stored_name(self, name):
        return name if name.startswith(VERSIONED) else super().stored_name(name)
