package llmrouter.config.edit;

import llmrouter.config.edit.InputFinding.Wording;

/// Ends a change because of what the user entered; [ConfigOperation] turns it into [EditOutcome.Refused].
final class RefusedInput extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient InputFinding finding;

    RefusedInput(String field, Wording wording) {
        super(field, null, false, false);
        this.finding = new InputFinding(field, wording);
    }

    InputFinding finding() {
        return finding;
    }
}
