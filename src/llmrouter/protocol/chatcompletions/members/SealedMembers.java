package llmrouter.protocol.chatcompletions.members;

import llmrouter.chat.Seal;
import llmrouter.json.Json;
import llmrouter.json.JsonError;

/// Members of an assistant message, or of a call in it, that only their issuer understands and that the next request
/// must have again: `reasoning_details` of a message, `extra_content` of a call or of a message.
///
/// @param call    the provider's id of the call that they belong to; empty for a call without an id; null for members
///                of the message
/// @param late    they came when the call had been told already, so that the seal stands behind its call
/// @param whole   they replace what earlier seals of the same message hold, because a part of that has changed since
/// @param members as the provider sent them
public record SealedMembers(String call, boolean late, boolean whole, Json.Obj members) {

    /// Members of the message itself.
    public static SealedMembers ofMessage(Json.Obj members, boolean whole) {
        return new SealedMembers(null, false, whole, members);
    }

    /// @param id of the call, or null
    public static SealedMembers ofCall(String id, Json.Obj members, boolean late) {
        return new SealedMembers(id == null ? "" : id, late, false, members);
    }

    /// What a seal holds; null if it does not hold members.
    public static SealedMembers of(Seal seal) {
        if (seal == null || seal.kind() != Seal.Kind.MEMBERS) return null;
        try {
            if (Json.parseNested(seal.content()) instanceof Json.Obj o
                && o.object("members") instanceof Json.Obj members) {
                return new SealedMembers(o.text("call"), o.isTrue("late"), o.isTrue("whole"), members);
            }
        } catch (JsonError _) {
            // a client has changed it
        }
        return null;
    }

    /// The seal, without its issuer.
    public Seal seal() {
        var content = Json.object().put("call", call);
        if (late) content.put("late", true);
        if (whole) content.put("whole", true);
        return new Seal(Seal.Kind.MEMBERS, "", content.put("members", members).toString());
    }
}
