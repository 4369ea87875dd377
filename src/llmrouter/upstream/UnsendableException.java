package llmrouter.upstream;

import llmrouter.gateway.failure.FaultOwner;

/// A request cannot be sent as the configuration has it. The message is a clause for people, without keys.
final class UnsendableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FaultOwner owner;

    UnsendableException(FaultOwner owner, String message) {
        super(message);
        this.owner = owner;
    }

    FaultOwner owner() {
        return owner;
    }
}
