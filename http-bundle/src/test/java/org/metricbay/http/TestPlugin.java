package org.metricbay.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** A bundle as a dropped JAR gives it; the tests offer services in its name. */
final class TestPlugin implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Bundle bundle;

  /** How a servlet of the tests answers. */
  @FunctionalInterface
  interface Answer {
    void to(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  /** A servlet from a lambda. */
  static final class Answering extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient Answer answer;

    Answering(Answer answer) {
      this.answer = answer;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      answer.to(request, response);
    }
  }

  private TestPlugin(Bundle bundle) {
    this.bundle = bundle;
  }

  static TestPlugin installed(TestAgent agent, String symbolicName, String version)
      throws BundleException, IOException {
    return new TestPlugin(
        agent
            .framework()
            .installBundle(
                "metricbay:test" + NUMBER.incrementAndGet(),
                new ByteArrayInputStream(
                    jar(
                        Map.of(
                            "Bundle-SymbolicName", symbolicName,
                            "Bundle-Version", version,
                            "Import-Package", "jakarta.servlet,jakarta.servlet.http")))));
  }

  static TestPlugin started(TestAgent agent, String symbolicName)
      throws BundleException, IOException {
    TestPlugin plugin = installed(agent, symbolicName, "1.0.0");
    plugin.bundle.start();
    return plugin;
  }

  /** With this class, and its inner ones, as its activator. */
  static TestPlugin started(TestAgent agent, String symbolicName, Class<?> activator)
      throws BundleException, IOException {
    Bundle bundle =
        agent
            .framework()
            .installBundle(
                "metricbay:test" + NUMBER.incrementAndGet(),
                new ByteArrayInputStream(
                    jar(
                        Map.of(
                            "Bundle-SymbolicName",
                            symbolicName,
                            "Bundle-Activator",
                            activator.getName(),
                            "Import-Package",
                            "org.osgi.framework,jakarta.servlet,jakarta.servlet.http,"
                                + "org.osgi.service.servlet.context,"
                                + "org.osgi.service.servlet.whiteboard"),
                        activator)));
    bundle.start();
    return new TestPlugin(bundle);
  }

  private static byte[] jar(Map<String, String> headers, Class<?>... classes) throws IOException {
    Manifest manifest = new Manifest();
    Map.of("Manifest-Version", "1.0", "Bundle-ManifestVersion", "2")
        .forEach(manifest.getMainAttributes()::putValue);
    headers.forEach(manifest.getMainAttributes()::putValue);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
      jar.putNextEntry(new ZipEntry("web/page.txt"));
      jar.write("a page\n".getBytes(StandardCharsets.US_ASCII));
      for (Class<?> type : classes) {
        add(jar, type);
        for (Class<?> inner : type.getDeclaredClasses()) {
          add(jar, inner);
        }
      }
    }
    return bytes.toByteArray();
  }

  private static void add(JarOutputStream jar, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    jar.putNextEntry(new ZipEntry(name));
    try (InputStream in = type.getResourceAsStream("/" + name)) {
      in.transferTo(jar);
    }
  }

  Bundle bundle() {
    return bundle;
  }

  BundleContext context() {
    return bundle.getBundleContext();
  }

  /** Offers a service; the properties' names are short for {@code osgi.http.whiteboard.…}. */
  ServiceRegistration<?> offer(Class<?> type, Object service, Map<String, ?> properties) {
    return offer(type.getName(), service, properties);
  }

  ServiceRegistration<?> offer(String type, Object service, Map<String, ?> properties) {
    return context().registerService(type, service, FrameworkUtil.asDictionary(full(properties)));
  }

  private static Map<String, Object> full(Map<String, ?> properties) {
    Map<String, Object> full = new HashMap<>();
    properties.forEach(
        (name, value) ->
            full.put(name.startsWith("service.") ? name : "osgi.http.whiteboard." + name, value));
    return full;
  }

  ServiceRegistration<?> serve(String pattern, Answer answer) {
    return offer(Servlet.class, new Answering(answer), Map.of("servlet.pattern", pattern));
  }

  /** A servlet that always says the same. */
  ServiceRegistration<?> say(String pattern, String what) {
    return serve(pattern, (request, response) -> response.getWriter().print(what));
  }

  @Override
  public void close() throws BundleException {
    if (bundle.getState() != Bundle.UNINSTALLED) {
      bundle.uninstall();
    }
  }
}
