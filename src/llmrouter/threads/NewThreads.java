package llmrouter.threads;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// Finds platform threads that the JDK starts for an object and does not hand out.
public final class NewThreads {
    private static final int ROOM = 64;

    private final Set<Thread> before;

    private NewThreads(Set<Thread> before) {
        this.before = before;
    }

    /// Threads that are started from now on.
    public static NewThreads fromNowOn() {
        Set<Thread> before = Collections.newSetFromMap(new IdentityHashMap<>());
        before.addAll(all());
        return new NewThreads(before);
    }

    /// The new threads that have this name, if there are so many; else none, as when other servers are started at the
    /// same time and it cannot be told whose threads these are.
    public List<Thread> named(String name, int count) {
        List<Thread> found = all().stream().filter(t -> t.getName().equals(name) && !before.contains(t)).toList();
        return found.size() == count ? found : List.of();
    }

    private static List<Thread> all() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) root = root.getParent();
        var threads = new Thread[root.activeCount() + ROOM];
        return Arrays.asList(threads).subList(0, root.enumerate(threads));
    }
}
