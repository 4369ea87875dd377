package vectors;

import org.teavm.jso.JSExport;

/// The entry of the module that the vectors run through as JavaScript.
public final class VectorModule {
    private VectorModule() {}

    /// @param vector see [Answers#of]
    @JSExport
    public static String answer(String[] vector) {
        return Answers.of(vector);
    }
}
