package llmrouter.config.edit;

import llmrouter.config.ConfigOutcome;

/// One change of a configuration, made from what a user entered. [ConfigOperation#apply] carries it out.
///
/// @param <R> what the change has to report when it succeeds
@FunctionalInterface
public interface ConfigChange<R> {
    /// Makes the change in the draft. Input that cannot be used ends the method with an exception, which
    /// [ConfigOperation] turns into [EditOutcome.Refused]; so only [ConfigOperation] and other changes call this
    /// method.
    ///
    /// @param before what the text means before the change
    R applyTo(ConfigDraft draft, ConfigOutcome before);

    /// This change and then another one, as one operation; reports what this one reports.
    default ConfigChange<R> then(ConfigChange<?> next) {
        return (draft, before) -> {
            R result = applyTo(draft, before);
            next.applyTo(draft, before);
            return result;
        };
    }
}
