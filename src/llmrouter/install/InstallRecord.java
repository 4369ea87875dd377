package llmrouter.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonWriter;

/// What an installation has written. It is a file beside the things that it lists.
///
/// @param version of the program
/// @param entries names of files and folders in the folder of the record, without the record itself
/// @param folders that the installation had to make, outermost first
record InstallRecord(String version, List<String> entries, List<Path> folders) {
    static final String NAME = "installed.json";

    /// The record in a folder; null if there is none.
    /// @throws InstallError there is one, but it cannot be read
    static InstallRecord in(Path folder) throws InstallError {
        Path file = folder.resolve(NAME);
        try {
            return of(Json.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
        } catch (NoSuchFileException _) {
            return null;
        } catch (JsonError | IllegalArgumentException broken) {
            throw new InstallError(file + " is not the record of an installation (" + broken.getMessage()
                + "), so it is not known which files may be replaced; remove " + folder + ", then install again");
        } catch (IOException e) {
            throw InstallError.of("read", file, e);
        }
    }

    /// @throws IllegalArgumentException it is no record, or names something outside its folder
    private static InstallRecord of(Json json) {
        if (!(json instanceof Json.Obj record) || record.text("version") == null) {
            throw new IllegalArgumentException("it has no version");
        }
        var entries = texts(record, "entries");
        for (String entry : entries) {
            boolean inside = !entry.isEmpty() && entry.indexOf('/') < 0 && !entry.equals(".") && !entry.equals("..");
            if (!inside) throw new IllegalArgumentException("it names '" + entry + "'");
        }
        return new InstallRecord(record.text("version"), entries, texts(record, "folders").stream().map(Path::of)
            .toList());
    }

    private static List<String> texts(Json.Obj record, String key) {
        var texts = new ArrayList<String>();
        for (Json item : record.items(key)) {
            if (item instanceof Json.Str text) texts.add(text.value());
        }
        return List.copyOf(texts);
    }

    /// As the file holds it.
    String text() {
        var json = Json.object().put("version", version).put("entries", Json.strings(entries))
            .put("folders", Json.strings(folders.stream().map(Path::toString).toList()));
        return JsonWriter.pretty(json) + "\n";
    }
}
