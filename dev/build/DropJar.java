import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Puts a freshly built plugin into the watched folder by one atomic rename, so that a running agent
 * sees the old JAR or the new one and nothing between. Run by Maven: {@code java DropJar.java JAR
 * FOLDER NAME}. An unchanged JAR is left alone.
 */
final class DropJar {
  private DropJar() {}

  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    Path target = Path.of(arguments[1], arguments[2]);
    if (Files.exists(target) && Files.mismatch(jar, target) < 0) {
      return;
    }
    Path hidden = target.resolveSibling("." + arguments[2] + ".new");
    Files.copy(jar, hidden, StandardCopyOption.REPLACE_EXISTING);
    Files.move(hidden, target, StandardCopyOption.ATOMIC_MOVE);
  }
}
