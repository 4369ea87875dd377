package llmrouter.report;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

/// A row of the [CodeCatalog]: one code that the program can produce.
///
/// @param code    as it is written, e.g. `rate_limited`
/// @param places  where it is met; at least one
/// @param meaning what is the case, a clause; HTTP statuses stand in brackets at its end
/// @param cause   why that happens, one or two sentences
/// @param fix     what to do, one or two sentences; commands stand in backquotes
public record CodeEntry(String code, List<CodePlace> places, String meaning, String cause, String fix) {

    public static CodeEntry of(CodePlace place, String code, String meaning, String cause, String fix) {
        return new CodeEntry(code, List.of(place), meaning, cause, fix);
    }

    /// A code that has its row already, and is met in this place too.
    static CodeEntry again(CodePlace place, String code) {
        return of(place, code, "", "", "");
    }

    /// The same code, met in one more place.
    CodeEntry alsoIn(CodePlace place) {
        if (places.contains(place)) return this;
        var all = new ArrayList<>(places);
        all.add(place);
        return new CodeEntry(code, List.copyOf(all), meaning, cause, fix);
    }

    /// Whether an answer with this HTTP status may have the code.
    ///
    /// @param status three digits
    public boolean hasStatus(String status) {
        int open = meaning.lastIndexOf('(');
        return open >= 0 && meaning.indexOf(status, open) > 0;
    }

    /// `{"code":…,"places":[…],"meaning":…,"cause":…,"fix":…}`
    public Obj json() {
        return Json.object().put("code", code)
            .put("places", Json.strings(places.stream().map(CodePlace::word).toList()))
            .put("meaning", meaning).put("cause", cause).put("fix", fix);
    }
}
