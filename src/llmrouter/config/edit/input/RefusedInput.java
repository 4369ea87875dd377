package llmrouter.config.edit.input;

import llmrouter.config.edit.input.InputFinding.Wording;

/// Ends a change because of what the user entered. The operation catches it, and reports its finding as a refusal.
public final class RefusedInput extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient InputFinding finding;

    public RefusedInput(String field, Wording wording) {
        super(field, null, false, false);
        this.finding = new InputFinding(field, wording);
    }

    public InputFinding finding() {
        return finding;
    }
}
