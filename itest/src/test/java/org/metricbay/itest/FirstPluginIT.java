package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.MetricPlugin;
import org.osgi.service.component.annotations.Component;

/**
 * The plugin that the issue promises to be all that is needed: one class, compiled as it stands.
 */
@ExtendWith(SharedAgent.class)
class FirstPluginIT {

  @Test
  void oneClassIsAllThatAPluginNeeds(PackedAgent agent, @TempDir Path work) throws Exception {
    Path source = work.resolve("DemoPlugin.java");
    try (InputStream in = FirstPluginIT.class.getResourceAsStream("/DemoPlugin.java.txt")) {
      assertThat(in).isNotNull();
      Files.copy(in, source);
    }
    Path classes = Files.createDirectories(work.resolve("classes"));
    String classPath = jarOf(MetricPlugin.class) + File.pathSeparator + jarOf(Component.class);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean good =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of("--release", "17", "-cp", classPath, "-d", classes.toString()),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(good).as(said.toString()).isTrue();
    }
    Path jar = work.resolve("demo.jar");
    try (Builder builder = new Builder()) {
      builder.addClasspath(classes.toFile());
      builder.addClasspath(new File(jarOf(MetricPlugin.class)));
      builder.setProperty("Bundle-SymbolicName", "org.example.demo");
      builder.setProperty("Bundle-Version", "1.0.0");
      builder.setProperty("Private-Package", "org.example.demo");
      try (Jar built = builder.build()) {
        assertThat(builder.getErrors()).isEmpty();
        built.write(jar.toFile());
      }
    }

    agent.drop("demo.jar", Files.readAllBytes(jar));
    MetricsPage page = agent.awaitPage("the plugin", it -> it.has("demo_load1"));
    assertThat(page.value("demo_seconds_total{cpu=\"0\",mode=\"idle\"}")).isEqualTo(1.5);
    assertThat(page.value("demo_seconds_total{cpu=\"0\",mode=\"user\"}")).isEqualTo(2);
    assertThat(agent.get("/plugins/demo").body())
        .contains("Load average, and a counter with labels.");
  }

  private static String jarOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
