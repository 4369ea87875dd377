package llmrouter.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.Auth;
import llmrouter.config.Format;
import llmrouter.routing.OfferedModels.Offer;

/// What a probe has found out.
///
/// @param endpoints one for each place, in order
/// @param models    one for each model at each place, in the order in which they were asked
/// @param lists     one for each list of models
/// @param requests  that were sent
/// @param cancelled whether it was ended before everything was asked
public record ProbeResult(List<EndpointFinding> endpoints, List<ModelFinding> models, List<ListFinding> lists,
        int requests, boolean cancelled) {

    /// What an endpoint has shown.
    public enum Proof {
        /// a model has answered in this format
        ANSWERED,
        /// it has read a request of this format and refused only the model, which it named
        READ,
        /// nothing
        NONE
    }

    /// @param place    that was asked
    /// @param auth     how the key was sent when it was accepted; null if nothing was proven
    /// @param evidence what was seen, a clause; null if nothing was proven
    /// @param trouble  why nothing was proven, or null
    /// @param detail   of the trouble, a clause, or null
    public record EndpointFinding(ProbePlace place, Auth auth, Proof proof, String evidence, ProbeTrouble trouble,
            String detail) {
        public boolean proven() {
            return proof != Proof.NONE;
        }
    }

    /// @param trouble null if the model has answered
    /// @param detail  what was seen, a clause
    public record ModelFinding(ProbePlace place, String model, ProbeTrouble trouble, String detail) {
        public boolean proven() {
            return trouble == null;
        }
    }

    /// @param url     of the list, as it may be shown
    /// @param auth    how the key was sent when the list came, or null
    /// @param offers  what it has; empty with a trouble
    /// @param trouble null if the list came
    /// @param detail  of the trouble, or null
    public record ListFinding(String url, Auth auth, List<Offer> offers, ProbeTrouble trouble, String detail) {
        public boolean listed() {
            return trouble == null;
        }
    }

    /// The formats that are proven, in the order of the places; those with an answer of a model stand first.
    public List<Format> formats() {
        var formats = new ArrayList<Format>();
        for (Proof proof : List.of(Proof.ANSWERED, Proof.READ)) {
            for (EndpointFinding endpoint : endpoints) {
                boolean more = endpoint.proof() == proof && !formats.contains(endpoint.place().format());
                if (more) formats.add(endpoint.place().format());
            }
        }
        return List.copyOf(formats);
    }

    /// The best place of each proven format: where most models have answered; of several the first.
    public Map<Format, EndpointFinding> best() {
        var best = new LinkedHashMap<Format, EndpointFinding>();
        for (Format format : formats()) {
            for (EndpointFinding endpoint : endpoints) {
                if (endpoint.place().format() != format || !endpoint.proven()) continue;
                EndpointFinding before = best.get(format);
                if (before == null || isBetter(endpoint, before)) best.put(format, endpoint);
            }
        }
        return best;
    }

    private boolean isBetter(EndpointFinding one, EndpointFinding other) {
        return one.proof().compareTo(other.proof()) < 0
            || one.proof() == other.proof() && answered(one.place()) > answered(other.place());
    }

    private long answered(ProbePlace place) {
        return models.stream().filter(m -> m.proven() && m.place().equals(place)).count();
    }

    /// The formats in which a model has answered at the best place of the format.
    public List<Format> formatsOf(String model) {
        return best().entrySet().stream().filter(e -> models.stream().anyMatch(m -> m.proven()
            && m.model().equals(model) && m.place().equals(e.getValue().place()))).map(Map.Entry::getKey).toList();
    }

    /// The models that were asked and have answered nowhere, in the order in which they were asked.
    public List<String> unprovenModels() {
        return models.stream().map(ModelFinding::model).distinct()
            .filter(model -> models.stream().noneMatch(m -> m.proven() && m.model().equals(model))).toList();
    }

    /// The row of a model in the lists, or null.
    public Offer offer(String model) {
        for (ListFinding list : lists) {
            for (Offer offer : list.offers()) {
                if (offer.id().equals(model)) return offer;
            }
        }
        return null;
    }

    /// Whether a list of models came.
    public boolean listed() {
        return lists.stream().anyMatch(ListFinding::listed);
    }

    /// Whether nothing was shown at all: no format, and no list.
    public boolean failed() {
        return formats().isEmpty() && !listed();
    }

    /// Whether a format is proven, and every model that was asked has answered in one.
    public boolean complete() {
        return !cancelled && !formats().isEmpty() && unprovenModels().isEmpty();
    }
}
