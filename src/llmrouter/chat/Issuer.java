package llmrouter.chat;

/// A provider and model as the makers of sealed data. Signatures and encrypted reasoning are valid for all models of a
/// provider; members of Chat Completions, at an aggregator, only for the model that made them.
///
/// @param provider id of the provider
/// @param model    id of the model at the provider
public record Issuer(String provider, String model) {

    /// How a seal of this kind names the issuer.
    public String of(Seal.Kind kind) {
        return switch (kind) {
            case SIGNATURE, REDACTED, REASONING -> provider;
            case MEMBERS -> provider + "/" + model;
            case SUMMARY, UNREADABLE -> "";
        };
    }

    /// Whether this issuer made the seal. False if the seal does not say.
    public boolean made(Seal seal) {
        return !seal.issuer().isEmpty() && seal.issuer().equals(of(seal.kind()));
    }
}
