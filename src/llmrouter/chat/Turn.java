package llmrouter.chat;

import java.util.List;

/// One turn of a conversation. Tool results stand in user turns; system turns may stand anywhere.
public record Turn(Role role, List<Part> parts) {
    public enum Role { SYSTEM, USER, ASSISTANT }
}
