package org.metricbay.http.plugin;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/** What a plugin may offer to the HTTP whiteboard: servlets, filters and resources of its own. */
final class Offer {
  private static final String PREFIX = "osgi.http.whiteboard.";
  private static final String SERVLET = PREFIX + "servlet.";
  private static final String FILTER_PROPERTY = PREFIX + "filter.";
  private static final String RESOURCE = PREFIX + "resource.";

  private static final String ONLY = "a plugin may offer servlets, filters and resources only";

  /** What a service cannot be beside a servlet. */
  private static final Set<String> OF_THE_CONTAINER =
      Set.of(
          "org.osgi.service.servlet.context.ServletContextHelper",
          "org.osgi.service.servlet.whiteboard.Preprocessor",
          "org.osgi.service.http.context.ServletContextHelper",
          "org.osgi.service.http.whiteboard.Preprocessor",
          "org.apache.felix.http.jetty.ConnectorFactory",
          "org.apache.felix.http.jetty.LoadBalancerCustomizerFactory");

  /** Of a bundle, as OSGi has it: no path leads elsewhere by it. */
  private static final Pattern NAME = Pattern.compile("[\\w-]+(\\.[\\w-]+)*");

  /** For all services that mean something to the whiteboard. */
  static final String FILTER =
      Stream.concat(
              Stream.of(
                      "servlet.pattern",
                      "servlet.name",
                      "servlet.errorPage",
                      "filter.pattern",
                      "filter.regex",
                      "filter.servlet",
                      "listener",
                      "resource.pattern",
                      "context.name")
                  .map(name -> "(" + PREFIX + name + "=*)"),
              Stream.concat(
                      OF_THE_CONTAINER.stream(),
                      Stream.of(
                          "jakarta.servlet.Servlet",
                          "jakarta.servlet.Filter",
                          "javax.servlet.Servlet",
                          "javax.servlet.Filter"))
                  .map(name -> "(" + Constants.OBJECTCLASS + "=" + name + ")"))
          .collect(Collectors.joining("", "(|", ")"));

  private Offer() {}

  /** Why it is not served, and what to do; empty if it is. */
  static Optional<String> refusal(ServiceReference<?> reference) {
    List<String> types = types(reference);
    if (types.stream().anyMatch(OF_THE_CONTAINER::contains)) {
      return refused(types, ONLY);
    }
    for (String property :
        List.of(
            HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT,
            HttpWhiteboardConstants.HTTP_WHITEBOARD_TARGET,
            HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME,
            HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_PATH,
            HttpWhiteboardConstants.HTTP_WHITEBOARD_LISTENER)) {
      if (reference.getProperty(property) != null) {
        return refused(types, "leave " + property + " out; a plugin has one place, its own");
      }
    }
    if (types.stream().anyMatch(type -> type.startsWith("javax.servlet."))) {
      return refused(types, "use jakarta.servlet instead of javax.servlet");
    }
    Bundle bundle = reference.getBundle();
    if (bundle != null && !NAME.matcher(String.valueOf(bundle.getSymbolicName())).matches()) {
      return refused(types, "its symbolic name cannot be part of a path");
    }
    boolean isServlet = types.contains(Servlet.class.getName());
    boolean isFilter = types.contains(Filter.class.getName());
    boolean isResource = isResource(reference);
    if (!isServlet && !isFilter && !isResource) {
      return refused(types, ONLY);
    }
    if (isServlet && !has(reference, SERVLET + "pattern") && !has(reference, SERVLET + "name")) {
      return refused(types, "say where with " + SERVLET + "pattern, for example /hello");
    }
    return Optional.empty();
  }

  private static Optional<String> refused(List<String> types, String cure) {
    return Optional.of(
        "offers " + String.join(", ", types) + " over HTTP, which is not served: " + cure);
  }

  private static boolean has(ServiceReference<?> reference, String property) {
    return reference.getProperty(property) != null;
  }

  private static List<String> types(ServiceReference<?> reference) {
    return reference.getProperty(Constants.OBJECTCLASS) instanceof String[] names
        ? List.of(names)
        : List.of();
  }

  static boolean isServlet(ServiceReference<?> reference) {
    return types(reference).contains(Servlet.class.getName());
  }

  static boolean isResource(ServiceReference<?> reference) {
    return has(reference, RESOURCE + "pattern");
  }

  static boolean isFilter(ServiceReference<?> reference) {
    return types(reference).contains(Filter.class.getName());
  }

  /** The properties by which the whiteboard is to serve it, without those that choose a place. */
  static Map<String, Object> properties(ServiceReference<?> reference) {
    Map<String, Object> properties = new HashMap<>();
    for (String key : reference.getPropertyKeys()) {
      boolean taken =
          Stream.of(SERVLET, FILTER_PROPERTY, RESOURCE, "servlet.init.", "filter.init.")
              .anyMatch(key::startsWith);
      if (taken || key.equals(Constants.SERVICE_RANKING)) {
        properties.put(key, reference.getProperty(key));
      }
    }
    return properties;
  }
}
