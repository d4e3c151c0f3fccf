package org.metricbay.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.metricbay.soak.plugin.HostilePlugin;

class HostileJarTest {

  /** One that is forgotten would make the plugin harmless. */
  @Test
  void holdsAllClassesOfTheHostilePlugin() throws Exception {
    Path classes =
        Path.of(HostilePlugin.class.getResource("HostilePlugin.class").toURI()).getParent();
    byte[] jar = new HostileJar("a", "soak.a", "EXIT", "call", Path.of("marker")).bytes();
    List<String> packed = RawZip.read(jar).stream().map(RawZip.Entry::name).toList();
    try (Stream<Path> files = Files.list(classes)) {
      assertThat(packed)
          .containsAll(
              files
                  .map(file -> String.valueOf(file.getFileName()))
                  .filter(name -> !name.matches("(SoakPlugin|FailingActivator|package-info).*"))
                  .map(name -> PluginJar.CLASSES + name)
                  .toList());
    }
  }
}
