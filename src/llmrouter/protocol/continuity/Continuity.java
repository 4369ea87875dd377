package llmrouter.protocol.continuity;

import java.util.function.Predicate;

import llmrouter.chat.Issuer;
import llmrouter.chat.Losses;
import llmrouter.chat.Seal;
import llmrouter.text.Fnv1a;

/// What one candidate may get of the sealed data in a history, and where it is noted what is left out.
///
/// @param issuer  the candidate
/// @param foreign whether data without an issuer, by its hash, was made by another provider
/// @param refused whether the candidate has refused the history with such data in it, so that it gets none now
public record Continuity(Issuer issuer, Predicate<String> foreign, boolean refused, Losses losses) {

    /// Whether the candidate can open the seal. Data of an unknown issuer is tried once.
    public boolean opens(Seal seal) {
        return switch (seal.kind()) {
            case SUMMARY -> true;
            case UNREADABLE -> false;
            case SIGNATURE, REDACTED, REASONING, MEMBERS ->
                !refused && (seal.issuer().isEmpty() ? !foreign.test(Fnv1a.hex(seal.content())) : issuer.made(seal));
        };
    }

    /// Notes that thinking was left out because another provider made it.
    public void leftOut() {
        losses.dropped("thinking", Losses.FOREIGN_THINKING);
    }
}
