import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;

/**
 * Lists the plugins that the distribution comes with, by which the agent tells them from what is
 * dropped: a line {@code SYMBOLIC-NAME=FILE} for each. Run by Maven: {@code java ListPlugins.java
 * FOLDER LIST}.
 */
final class ListPlugins {
  private ListPlugins() {}

  public static void main(String[] arguments) throws IOException {
    Set<String> lines = new TreeSet<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
      for (Path jar : jars) {
        lines.add(nameIn(jar) + "=" + jar.getFileName());
      }
    }
    Path list = Path.of(arguments[1]);
    Files.createDirectories(list.getParent());
    Files.writeString(list, String.join("\n", lines) + "\n");
  }

  private static String nameIn(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      String name = jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
      if (name == null) {
        throw new IOException(file + " is no bundle");
      }
      return name.split(";", 2)[0].trim();
    }
  }
}
