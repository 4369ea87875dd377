package vectors;

import java.util.List;

import llmrouter.json.Json;
import worker.WorkerModule;

/// What the exports of the module are asked, and what they give: an array for each call, with the number of the request
/// (or -1), the method, its arguments and its result. The calls can be repeated on the module that is deployed.
final class ModuleRecord {
    private final Json.Arr calls = Json.array();
    private final boolean kept;

    /// @param kept whether calls are recorded at all
    ModuleRecord(boolean kept) {
        this.kept = kept;
    }

    void add(int request, String method, Json gives, Object... arguments) {
        if (!kept) return;
        Json.Arr all = Json.array();
        for (Object argument : arguments) all.add(value(argument));
        calls.add(Json.array(Json.of(request), Json.of(method), all, gives));
    }

    private static Json value(Object argument) {
        return switch (argument) {
            case String s -> Json.of(s);
            case Long n -> Json.of(n);
            case Integer n -> Json.of(n);
            case Boolean b -> Json.of(b.booleanValue());
            case String[] texts -> Json.strings(List.of(texts));
            case null, default -> Json.Null.NULL;
        };
    }

    static Json of(String text) {
        return text == null ? Json.Null.NULL : Json.of(text);
    }

    /// A step as the shim reads it; null if there is none.
    static Json of(WorkerModule.Todo step) {
        if (step == null) return Json.Null.NULL;
        return Json.array(Json.of(step.kind()), of(step.text()), of(step.url()), Json.of(step.status()),
            of(step.headers()), Json.of(step.verbatim()), Json.of((long) step.waitMs()), Json.of(step.limit()),
            Json.of(step.cut()), of(step.codings()));
    }

    private static Json of(String[] texts) {
        return texts == null ? Json.Null.NULL : Json.strings(List.of(texts));
    }

    /// The calls as JSON on one line.
    @Override
    public String toString() {
        return calls.toString();
    }
}
