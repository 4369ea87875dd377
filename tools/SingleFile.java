import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.ToolProvider;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

/// Puts the whole program into one source file that `java LlmRouter.java` runs.
///
/// The source launcher wants a file's folder to match its package, and a downloaded file lies anywhere, so the one
/// file has no package. From the nameless package nothing can be imported: the JDK's imports are merged, the
/// project's own are dropped, and each name that came through one (a nested type, a static member) is qualified where
/// it is used. The compiler's own trees say where these names stand, so strings and comments cannot confuse it.
///
/// `SingleFile SRC OUT VERSION`
final class SingleFile {
    private static final String ROOT = "llmrouter";
    private static final String MAIN = "LlmRouter";
    /// It asks an older Java for a newer one, but an older Java cannot compile the one file in the first place.
    private static final String MAIN_OF_THE_JAR = "JavaCheck.java";

    /// The reading order: what others stand on comes first, the edges after it by name.
    private static final List<String> CORE = List.of("", "text", "http", "json", "toml", "sse", "zstd", "config",
        "chat", "protocol", "providers", "routing", "rules", "money", "admission", "gateway", "records", "worker");

    private final Trees trees;
    private final SourcePositions positions;
    private final Set<String> imports = new TreeSet<>();
    private final Map<String, String> packageDocs = new HashMap<>();
    private final Map<String, Path> types = new TreeMap<>();

    /// One source file without its head, ready to stand in the one file.
    private record Section(String pack, String name, String text) {}

    private SingleFile(JavacTask task) {
        trees = Trees.instance(task);
        positions = trees.getSourcePositions();
    }

    public static void main(String[] args) throws IOException {
        try {
            Files.writeString(Path.of(args[1]), make(Path.of(args[0]), args[2]));
        } catch (IllegalStateException e) {
            System.err.println("one file: " + e.getMessage());
            System.exit(1);
        }
    }

    private static String make(Path src, String version) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null); var found = Files.walk(src)) {
            var paths = found.filter(p -> p.toString().endsWith(".java")).sorted().toList();
            var options = List.of("--release", "25", "-proc:none");
            var sources = files.getJavaFileObjectsFromPaths(paths);
            var task = (JavacTask) compiler.getTask(null, files, SingleFile::tell, options, null, sources);
            var units = task.parse();
            task.analyze();
            var one = new SingleFile(task);
            var sections = new ArrayList<Section>();
            for (var unit : units) one.take(unit, sections);
            one.checkNames();
            return one.join(sections, version);
        }
    }

    /// Shows errors only: every compilation gets a warning about `sun.misc.Signal`.
    private static void tell(Diagnostic<?> complaint) {
        if (complaint.getKind() == Diagnostic.Kind.ERROR) System.err.println(complaint);
    }

    private void take(CompilationUnitTree unit, List<Section> sections) throws IOException {
        var file = Path.of(unit.getSourceFile().toUri());
        if (unit.getModule() != null || file.endsWith(MAIN_OF_THE_JAR)) return;
        var source = unit.getSourceFile().getCharContent(true).toString();
        var pack = unit.getPackageName().toString();
        if (file.endsWith("package-info.java")) {
            packageDocs.put(pack, source.substring(0, (int) positions.getStartPosition(unit, unit.getPackage())));
            return;
        }
        long head = positions.getEndPosition(unit, unit.getPackage());
        var own = new HashSet<String>();
        for (var i : unit.getImports()) {
            head = Math.max(head, positions.getEndPosition(unit, i));
            var name = i.getQualifiedIdentifier().toString();
            if (name.startsWith(ROOT + ".")) own.add(name);
            else imports.add(importLine(i));
        }
        var edits = new Edits(unit, source, own);
        edits.scan(unit, null);
        for (var type : unit.getTypeDecls()) {
            if (!(type instanceof ClassTree c)) continue;
            var other = types.put(c.getSimpleName().toString(), file);
            if (other != null) fail("two types have the name " + c.getSimpleName() + ", in " + other + " and in " + file);
            if (!c.getSimpleName().contentEquals(MAIN)) edits.hide(c);
        }
        var name = file.getFileName().toString().replace(".java", "");
        sections.add(new Section(pack, name, edits.apply((int) head).strip()));
    }

    private static String importLine(ImportTree i) {
        return "import " + (i.isStatic() ? "static " : "") + i.getQualifiedIdentifier() + ";";
    }

    /// In one file a name means one thing: an import may not take the name of another import, of a type of the
    /// program, or of `java.lang`.
    private void checkNames() {
        var seen = new HashMap<String, String>();
        for (var line : imports) {
            if (line.startsWith("import static ")) continue;
            var name = line.substring(line.lastIndexOf('.') + 1, line.length() - 1);
            var other = seen.put(name, line);
            var fix = "; write the name out with its package where it is used";
            if (other != null) fail("`" + other + "` and `" + line + "` have the same name" + fix);
            if (types.containsKey(name)) fail("`" + line + "` has the name of the type in " + types.get(name) + "");
            if (isJavaLang(name)) fail("`" + line + "` hides java.lang." + name + " from the other files" + fix);
        }
        for (var type : types.keySet()) {
            if (isJavaLang(type)) fail(types.get(type) + " hides java.lang." + type + " from the other files; rename it");
        }
    }

    private static boolean isJavaLang(String name) {
        try {
            return Class.forName("java.lang." + name) != null;
        } catch (ClassNotFoundException _) {
            return false;
        }
    }

    private String join(List<Section> sections, String version) {
        var order = new ArrayList<>(sections);
        order.sort(Comparator.comparing((Section s) -> !s.name.equals(MAIN)).thenComparing(s -> rank(s.pack))
                .thenComparing(Section::pack).thenComparing(Section::name));
        var out = new StringBuilder("// llm-router " + version + ", the whole program in one file, made from its source tree.\n"
                + "// It needs Java 25 or newer; an older one prints hundreds of errors. Look with: java -version\n"
                + "// Run: java LlmRouter.java help\n\n");
        for (var line : imports) out.append(line).append('\n');
        var pack = "";
        for (var s : order) {
            if (!s.pack.equals(pack) && !s.name.equals(MAIN)) out.append('\n').append(title(pack = s.pack));
            out.append('\n').append(s.text).append('\n');
        }
        return out.toString();
    }

    private static int rank(String pack) {
        var name = pack.equals(ROOT) ? "" : pack.substring(ROOT.length() + 1);
        var known = CORE.indexOf(name.contains(".") ? name.substring(0, name.indexOf('.')) : name);
        return known < 0 ? CORE.size() : known;
    }

    /// A package's documentation as plain comments: a `///` that documents no declaration is a lint warning.
    private String title(String pack) {
        var out = new StringBuilder("// ════════ " + pack + " ════════\n");
        var docs = packageDocs.getOrDefault(pack, "").strip().lines();
        docs.forEach(line -> out.append(line.replaceFirst("^///", "//")).append('\n'));
        return out.toString();
    }

    private static void fail(String message) {
        throw new IllegalStateException(message);
    }

    /// The changes to one file, by where they start.
    private final class Edits extends TreePathScanner<Void, Void> {
        private record Edit(int end, String text) {}

        private final CompilationUnitTree unit;
        private final String source;
        private final Set<String> own;
        private final TreeMap<Integer, Edit> edits = new TreeMap<>();

        /// @param own the names that the file imports from the program itself
        Edits(CompilationUnitTree unit, String source, Set<String> own) {
            this.unit = unit;
            this.source = source;
            this.own = own;
        }

        @Override
        public Void visitImport(ImportTree tree, Void unused) {
            return null;
        }

        /// A name that came through an import of a nested type or of a static member gets its owner put before it.
        @Override
        public Void visitIdentifier(IdentifierTree tree, Void unused) {
            var element = trees.getElement(getCurrentPath());
            if (element != null && element.getEnclosingElement() instanceof TypeElement owner) {
                boolean imported = own.contains(owner + "." + tree.getName());
                if (imported) replace(tree, withoutPackage(owner) + "." + tree.getName());
            }
            return super.visitIdentifier(tree, unused);
        }

        /// A type written out with its package loses it.
        @Override
        public Void visitMemberSelect(MemberSelectTree tree, Void unused) {
            boolean own = tree.toString().startsWith(ROOT + ".");
            if (own && trees.getElement(getCurrentPath()) instanceof TypeElement type) {
                replace(tree, withoutPackage(type));
                return null;
            }
            return super.visitMemberSelect(tree, unused);
        }

        private String withoutPackage(TypeElement type) {
            Element pack = type;
            while (pack.getEnclosingElement() instanceof TypeElement outer) pack = outer;
            var name = type.getQualifiedName().toString();
            return name.substring(pack.getEnclosingElement().toString().length() + 1);
        }

        /// Takes `public` from a top-level type: only the main class may keep it in a file of that name.
        void hide(ClassTree type) {
            var modifiers = type.getModifiers();
            if (!modifiers.getFlags().contains(Modifier.PUBLIC)) return;
            int at = source.indexOf("public ", (int) positions.getStartPosition(unit, modifiers));
            for (var annotation : modifiers.getAnnotations()) {
                if (at < positions.getStartPosition(unit, annotation)) break;
                at = source.indexOf("public ", (int) positions.getEndPosition(unit, annotation));
            }
            edits.put(at, new Edit(at + "public ".length(), ""));
        }

        private void replace(Tree tree, String text) {
            int from = (int) positions.getStartPosition(unit, tree);
            int to = (int) positions.getEndPosition(unit, tree);
            // The compiler's own additions, such as a record's constructor, have no text of their own.
            if (from >= 0 && to > from) edits.put(from, new Edit(to, text));
        }

        /// The file's text from `at` on, changed.
        String apply(int at) {
            var out = new StringBuilder(source.length());
            for (var e : edits.tailMap(at).entrySet()) {
                out.append(source, at, e.getKey()).append(e.getValue().text);
                at = e.getValue().end;
            }
            return out.append(source, at, source.length()).toString();
        }
    }
}
