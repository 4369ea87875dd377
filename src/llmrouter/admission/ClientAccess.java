package llmrouter.admission;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.Bucket;
import llmrouter.config.ClientKey;
import llmrouter.config.KnownNames;
import llmrouter.json.JsonScan;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.Route;
import llmrouter.text.Printable;

/// What a client may do with the key it has shown: which models it may ask for, and how much. Immutable.
///
/// @param name   of the key; null for the master key and without a key
/// @param models aliases, models (`provider/model`) and whole providers (`provider/*`); empty means all
/// @param caps   that count for all requests with this key together
/// @param owner  whose answers it may refer to: the name and the digest of the key, so that a new key with the name of
///               a revoked one does not open the answers to that one; null as for the name
public record ClientAccess(String name, List<String> models, List<Bucket> caps, String owner) {
    /// The holder of the master key, and each client of a gateway that requires no key.
    public static final ClientAccess UNLIMITED = new ClientAccess(null, List.of(), List.of(), null);
    /// A name that a client sent is shortened to so many characters in an error.
    private static final int LONGEST_NAME = 100;

    /// @param known the names of the configuration, by which `alias:work` and a second name of a model are understood
    static ClientAccess of(ClientKey key, KnownNames known) {
        var models = new ArrayList<String>();
        for (String model : key.models()) {
            String canonical = known.canonical(model);
            models.add(canonical == null ? model : canonical);
        }
        return new ClientAccess(key.name(), List.copyOf(models), key.rateLimits(),
            key.name() + ' ' + key.keySha256());
    }

    /// Whether the client may ask for every model.
    public boolean mayAskAll() {
        return models.isEmpty();
    }

    /// Whether the client may ask for a model or an alias.
    ///
    /// @param ref an alias id, or `provider/model`
    public boolean mayAsk(String ref) {
        return models.isEmpty() || names(models, ref);
    }

    private static boolean names(List<String> entries, String ref) {
        for (String entry : entries) {
            boolean whole = entry.endsWith("/*") && ref.startsWith(entry.substring(0, entry.length() - 1));
            if (whole || entry.equals(ref)) return true;
        }
        return false;
    }

    /// @return the route
    /// @throws GatewayError 403: the client may not ask for it
    public Route check(Route route) {
        if (mayAsk(route.ref())) return route;
        throw refusal(route.requested());
    }

    /// Refuses a request that names further models to its provider, if the client may ask only for some models.
    /// @throws GatewayError 403, with the name of the member
    public void check(JsonScan body) {
        String member = mayAskAll() ? null : FurtherModels.in(body);
        if (member == null) return;
        throw new GatewayError(new ApiError(403, ApiError.Kind.PERMISSION, "The client key '" + name
            + "' may ask only for some models, and '" + Printable.of(member, LONGEST_NAME) + "' in the request names "
            + "further ones to the provider. Send the request without this member, or ask for an alias: the gateway's "
            + "configuration says which models stand behind it.", "model_not_allowed",
            Printable.of(member, LONGEST_NAME)));
    }

    /// The error for a model that the client may not ask for. Nothing in it tells whether the model exists.
    public GatewayError refusal(String requested) {
        return new GatewayError(new ApiError(403, ApiError.Kind.PERMISSION, "The client key '" + name
            + "' may not ask for the model '" + Printable.of(requested == null ? "" : requested, LONGEST_NAME)
            + "'. It may ask for: " + String.join(", ", models) + ". This is set with 'masterKeys' in the gateway's "
            + "configuration.", "model_not_allowed", "model"));
    }

    /// The candidates of a route as the shared state sees them: each also has the caps of the client's key, since any
    /// of them may take the request. A cap for single models counts for a candidate if it names the candidate, or what
    /// the client asked for.
    public List<Choice> choices(Route route) {
        List<Choice> choices = route.choices();
        if (caps.isEmpty()) return choices;
        var all = new ArrayList<Choice>();
        for (Choice choice : choices) {
            var more = new ArrayList<Cap>();
            for (Bucket bucket : caps) {
                boolean counts = bucket.models().isEmpty() || names(bucket.models(), route.ref())
                    || names(bucket.models(), choice.ref());
                if (counts) more.add(Cap.ofClient(name, bucket));
            }
            all.add(choice.and(more));
        }
        return List.copyOf(all);
    }
}
