package llmrouter.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Finds the names that a misspelled name probably means: a model, a flag, a key of the configuration.
///
/// Distance is the number of single-character insertions, deletions, substitutions and swaps of neighbours (the optimal
/// string alignment distance), without regard to case. A name counts as near when at most a third of it would change.
public final class NearestName {
    /// Longer names are not compared: they are not typed by hand, and the cost is the product of the lengths.
    static final int LONGEST = 200;

    private NearestName() {}

    /// The nearest of `known`, best first, at most `max`; ties in the order of `known`. Names that contain what was
    /// typed, or are contained in it, count as near too, after the others.
    public static List<String> of(String typed, Collection<String> known, int max) {
        var found = new ArrayList<String>();
        if (typed.isEmpty() || typed.length() > LONGEST) return found;
        String wanted = Letters.lower(typed);
        int reach = Math.max(1, wanted.length() / 3);
        var distances = new ArrayList<Integer>();
        for (String name : known) {
            if (name.length() > LONGEST || found.contains(name)) continue;
            int distance = rank(wanted, Letters.lower(name), reach);
            if (distance > reach + 1) continue;
            int at = distances.size();
            while (at > 0 && distances.get(at - 1) > distance) at--;
            if (at == max) continue;
            distances.add(at, distance);
            found.add(at, name);
            if (found.size() <= max) continue;
            distances.removeLast();
            found.removeLast();
        }
        return found;
    }

    /// ` (did you mean "a" or "b"?)`, or nothing when no name is near; to follow the misspelled name in a message.
    public static String hint(String typed, Collection<String> known) {
        return question(of(typed, known, 3));
    }

    static String question(List<String> near) {
        if (near.isEmpty()) return "";
        List<String> quoted = near.stream().map(name -> new Text(64).quote(name).take()).toList();
        return " (did you mean " + Alternatives.of(quoted) + "?)";
    }

    private static int rank(String wanted, String name, int reach) {
        int distance = Math.abs(wanted.length() - name.length()) > reach ? reach + 2 : distance(wanted, name);
        boolean within = wanted.length() >= 3 && name.contains(wanted) || name.length() >= 3 && wanted.contains(name);
        return distance > reach && within ? reach + 1 : distance > reach ? reach + 2 : distance;
    }

    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) last[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2)
                    && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
