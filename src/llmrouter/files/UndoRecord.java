package llmrouter.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import llmrouter.json.Json;

/// What this program has changed in one file of another program.
///
/// @param path    the file, as the other program knows it
/// @param before  what the file held; null if there was none
/// @param after   what was written
/// @param mode    the permissions that the file had, as in `rw-r--r--`; null if it was not there
/// @param folders that were made for it, the outermost first
/// @param about   what the change was for, in the terms of the code that made it
public record UndoRecord(Path path, byte[] before, byte[] after, String mode, List<Path> folders, Json.Obj about) {

    Json.Obj json() {
        return Json.object().put("path", path.toString()).put("about", about).put("mode", mode)
            .put("folders", Json.strings(folders.stream().map(Path::toString).toList()))
            .put("before", before == null ? null : Base64.getEncoder().encodeToString(before))
            .put("after", Base64.getEncoder().encodeToString(after));
    }

    /// @throws IllegalArgumentException it is not such a record
    static UndoRecord of(Json json) {
        boolean whole = json instanceof Json.Obj o && o.text("path") != null && o.text("after") != null
            && o.get("about") instanceof Json.Obj;
        if (!whole) throw new IllegalArgumentException("it is not a record of this program");
        var record = (Json.Obj) json;
        var folders = new ArrayList<Path>();
        for (Json folder : record.items("folders")) {
            if (folder instanceof Json.Str name) folders.add(Path.of(name.value()));
        }
        String before = record.text("before");
        return new UndoRecord(Path.of(record.text("path")), before == null ? null : Base64.getDecoder().decode(before),
            Base64.getDecoder().decode(record.text("after")), record.text("mode"), folders, record.object("about"));
    }
}
