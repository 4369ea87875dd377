package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.Ids;
import llmrouter.config.edit.BucketChange.BucketsChanged;
import llmrouter.config.edit.input.BucketInput;
import llmrouter.config.edit.input.RefusedInput;
import llmrouter.json.Json.Obj;
import llmrouter.text.NearestName;

/// A change of a provider's caps.
public sealed interface BucketChange extends ConfigChange<BucketsChanged> {
    /// Adds caps, or changes only the entered settings of existing ones.
    ///
    /// @param provider   its id; null if the models of the caps say it, as `provider/model`
    /// @param replaceAll whether to remove all other caps of the provider
    record SetBuckets(String provider, BucketInput input, boolean replaceAll) implements BucketChange {
        @Override
        public BucketsChanged applyTo(ConfigDraft draft, ConfigOutcome before) {
            List<BucketPatch> patches = input.caps().stream().map(BucketPatch::of).toList();
            String said = provider == null ? BucketPatch.providerOf(draft, patches) : null;
            String own = EntryLookup.provider(draft, said == null ? provider : said);
            List<String> known = BucketPatch.ids(draft, own);
            if (replaceAll) BucketPatch.clear(draft, own);
            var ids = new ArrayList<String>();
            var renamed = new ArrayList<RenamedBucket>();
            var warnings = new ArrayList<String>();
            for (BucketPatch each : patches) {
                BucketPatch patch = each.withIds(draft, own);
                if (patch.isNew(draft, own)) refuseIncomplete(patch, known);
                String id = patch.applyTo(draft, own);
                ids.add(id);
                String usual = patch.id() == null ? Ids.bucketId(patch.members().text("name"), List.of()) : id;
                if (!id.equals(usual)) renamed.add(new RenamedBucket(usual, id));
                String warning = CapCheck.contradiction(draft, BucketPatch.path(draft, own, id));
                if (warning != null) warnings.add(warning);
            }
            return new BucketsChanged(own, ids, renamed, BucketPatch.ids(draft, own).size(), warnings);
        }
    }

    /// Removes one cap.
    record RemoveBucket(String provider, String id) implements BucketChange {
        @Override
        public BucketsChanged applyTo(ConfigDraft draft, ConfigOutcome before) {
            EntryLookup.provider(draft, provider);
            List<String> known = BucketPatch.ids(draft, provider);
            if (!BucketPatch.remove(draft, provider, id)) {
                throw new RefusedInput("bucketId", _ -> "provider '" + provider + "' has no cap '" + id + "'"
                    + NearestName.hint(id, known) + "; it has " + EntryLookup.listed(known));
            }
            return new BucketsChanged(provider, List.of(), List.of(), known.size() - 1, List.of());
        }
    }

    /// @param ids      of the caps that were added or changed
    /// @param renamed  new caps that got another id than the one made from their name
    /// @param count    how many caps the provider has now
    /// @param warnings about caps whose names say another window than they have
    record BucketsChanged(String provider, List<String> ids, List<RenamedBucket> renamed, int count,
            List<String> warnings) {}

    /// @param taken the id made from the name, which another cap has
    record RenamedBucket(String taken, String id) {}

    private static void refuseIncomplete(BucketPatch patch, List<String> known) {
        Obj members = patch.members();
        var missing = new ArrayList<String>();
        boolean counts = members.number("requests") != null || members.number("tokens") != null;
        boolean concurrent = members.number("concurrency") != null;
        if (members.items("models").isEmpty()) missing.add("its models (all, or ids)");
        if (!counts && !concurrent) missing.add("how many requests, tokens or concurrent requests it allows");
        if ((counts || !concurrent) && members.object("window") == null) missing.add("its window, e.g. minute:1");
        if (missing.isEmpty()) return;
        String label = patch.id() == null ? members.text("name") : patch.id();
        throw new RefusedInput("bucketId", _ -> "there is no cap '" + label + "'" + NearestName.hint(label, known)
            + " to change, and a new one also needs "
            + String.join(", and ", missing));
    }
}
