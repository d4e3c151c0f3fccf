package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The example plugin with servlets, built from its sources as its POM does. */
final class ServletExample {
  private static final Path SOURCES = Path.of("../examples/servlet-plugin/src/main/java");

  private final Path classes;
  private final List<Path> classPath;

  private ServletExample(Path classes, List<Path> classPath) {
    this.classes = classes;
    this.classPath = classPath;
  }

  static ServletExample compiled(Path work) throws Exception {
    return compiled(work, SOURCES);
  }

  /** Compiles all sources below a folder. */
  static ServletExample compiled(Path work, Path sources) throws Exception {
    Path classes = Files.createDirectories(work.resolve("classes"));
    List<Path> classPath =
        Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .map(Path::of)
            .toList();
    List<Path> files;
    try (Stream<Path> all = Files.walk(sources)) {
      files = all.filter(path -> path.toString().endsWith(".java")).toList();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "--release",
              "17",
              "-proc:none",
              "-cp",
              classPath.stream().map(Path::toString).collect(Collectors.joining(":")),
              "-d",
              classes.toString());
      boolean good =
          compiler
              .getTask(
                  said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
              .call();
      assertThat(good).as(said.toString()).isTrue();
    }
    return new ServletExample(classes, classPath);
  }

  /** The bundle, with a text of its own. */
  byte[] jar(String version, String text) throws Exception {
    Files.writeString(classes.resolve("text.txt"), text, StandardCharsets.UTF_8);
    try (Builder builder = new Builder()) {
      builder.addClasspath(classes.toFile());
      for (Path entry : classPath) {
        if (Files.exists(entry)) {
          builder.addClasspath(entry.toFile());
        }
      }
      builder.setProperty("Bundle-SymbolicName", "org.example.servlet");
      builder.setProperty("Bundle-Version", version);
      builder.setProperty("Private-Package", "org.example.servlet");
      builder.setProperty("-includeresource", "text.txt=" + classes.resolve("text.txt"));
      try (Jar built = builder.build()) {
        assertThat(builder.getErrors()).isEmpty();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        built.write(bytes);
        return bytes.toByteArray();
      }
    } catch (IOException e) {
      throw new IllegalStateException("the example cannot be packed", e);
    }
  }
}
