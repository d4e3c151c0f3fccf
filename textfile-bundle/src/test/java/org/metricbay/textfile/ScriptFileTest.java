package org.metricbay.textfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptFileTest {
  private static final int NOBODY = 65534;

  @TempDir private Path folder;

  @Test
  void finds() throws Exception {
    TestScripts scripts = new TestScripts(folder);
    Path good = scripts.write("good.sh", "");
    Path own = scripts.write("own", "", "rwx------");
    Path world = scripts.write("world.sh", "", "rwxr-xrwx");
    Path group = scripts.write("group.sh", "", "rwxrwxr-x");
    scripts.write("README", "", "rw-r--r--");
    scripts.write("backup.sh~", "");
    scripts.write(".hidden", "");
    Files.createDirectory(folder.resolve("folder"));
    Path link = Files.createSymbolicLink(folder.resolve("link.sh"), good);
    assertThat(ScriptFile.list(folder))
        .containsExactly(
            new ScriptFile(good, Optional.empty()),
            new ScriptFile(group, Optional.of("its group may write it; chmod go-w")),
            new ScriptFile(link, Optional.of("is a symbolic link; put the program itself here")),
            new ScriptFile(own, Optional.empty()),
            new ScriptFile(world, Optional.of("everyone may write it; chmod go-w")));
  }

  @Test
  void refusesFolders() throws Exception {
    Path file = new TestScripts(folder).write("a.sh", "");
    assertThatThrownBy(() -> ScriptFile.list(file)).hasMessage("is not a folder");
    assertThatThrownBy(() -> ScriptFile.list(folder.resolve("none")))
        .isInstanceOf(IOException.class);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> ScriptFile.list(folder))
        .hasMessage("everyone may write it; chmod go-w: no script in it is run");
  }

  @Test
  void refusesWhatBelongsToSomebodyElse() throws Exception {
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not root");
    Path inner = Files.createDirectory(folder.resolve("scripts"));
    TestScripts scripts = new TestScripts(inner);
    Path ours = scripts.write("ours.sh", "");
    Path theirs = scripts.write("theirs.sh", "");
    Files.setAttribute(theirs, "unix:uid", NOBODY);
    assertThat(ScriptFile.list(inner))
        .containsExactly(
            new ScriptFile(ours, Optional.empty()),
            new ScriptFile(
                theirs,
                Optional.of("it belongs to user 65534; chown it to root or the agent's user")));

    Files.setAttribute(folder, "unix:uid", NOBODY);
    assertThatThrownBy(() -> ScriptFile.list(inner))
        .hasMessageContaining("of " + folder.toRealPath() + " above it, it belongs to user 65534");
    Files.setAttribute(folder, "unix:uid", 0);
    Files.setAttribute(inner, "unix:uid", NOBODY);
    assertThatThrownBy(() -> ScriptFile.list(inner)).hasMessageContaining("user 65534");
  }

  @Test
  void refusesAFolderThatOthersCouldReplace() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("scripts"));
    new TestScripts(inner).write("a.sh", "");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> ScriptFile.list(inner)).hasMessageContaining("everyone may write");
    Path link = Files.createSymbolicLink(folder.resolve("link"), inner);
    assertThatThrownBy(() -> ScriptFile.list(link)).hasMessageContaining("everyone may write");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(ScriptFile.list(link)).hasSize(1);
  }

  @Test
  void refusesTooMany() throws Exception {
    TestScripts scripts = new TestScripts(folder);
    for (int i = 0; i <= 100; i++) {
      scripts.write("s" + i, "");
    }
    assertThatThrownBy(() -> ScriptFile.list(folder)).hasMessage("has more than 100 scripts");
  }
}
