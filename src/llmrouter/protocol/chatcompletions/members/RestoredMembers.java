package llmrouter.protocol.chatcompletions.members;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Losses;
import llmrouter.chat.Seal;
import llmrouter.json.Json;
import llmrouter.protocol.shape.GatheredCompletion;

/// Puts the sealed members of one assistant turn back where their issuer had them: on the message, and on its calls. A
/// seal of a call stands before the call, or behind it if the members came late.
public final class RestoredMembers implements GatheredCompletion.SealedTurn {
    private final Losses losses;
    /// null if it has none
    private Json.Obj message;
    private final List<SealedMembers> waiting = new ArrayList<>(0);
    private final List<Json.Obj> calls = new ArrayList<>(1);

    /// @param losses learns of seals that are not of this format
    public RestoredMembers(Losses losses) {
        this.losses = losses;
    }

    /// Takes a seal of the turn. What is not of this format goes into the ledger.
    @Override
    public void seal(Seal seal) {
        SealedMembers members = SealedMembers.of(seal);
        if (members == null) losses.dropped("thinking", Losses.FOREIGN_THINKING);
        else if (members.call() == null) ofMessage(members);
        else if (members.late()) late(members);
        else waiting.add(members);
    }

    /// Takes the next call of the turn, as it is written, and gives it its members.
    @Override
    public Json.Obj call(Json.Obj call) {
        calls.add(call);
        if (!waiting.isEmpty()) put(waiting.removeFirst().members(), call);
        return call;
    }

    private void late(SealedMembers members) {
        for (Json.Obj call : calls) {
            if (members.call().equals(call.text("id"))) {
                put(members.members(), call);
                return;
            }
        }
        if (!calls.isEmpty()) put(members.members(), calls.getLast());
    }

    /// A list continues that of the seals before.
    private void ofMessage(SealedMembers members) {
        if (message == null) message = Json.object();
        members.members().members().forEach((name, value) -> {
            if (value instanceof Json.Arr more && message.get(name) instanceof Json.Arr known && !members.whole()) {
                known.items().addAll(more.items());
            } else {
                message.put(name, value);
            }
        });
    }

    private static void put(Json.Obj members, Json.Obj owner) {
        members.members().forEach((name, value) -> {
            if (!owner.has(name)) owner.put(name, value);
        });
    }

    /// Ends the turn: the message gets its members.
    @Override
    public void finish(Json.Obj written) {
        if (message != null) put(message, written);
    }

    /// The turn is not written at all.
    public void leaveOut() {
        if (message != null && !message.members().isEmpty()) losses.dropped("thinking", "its turn holds nothing else");
    }
}
