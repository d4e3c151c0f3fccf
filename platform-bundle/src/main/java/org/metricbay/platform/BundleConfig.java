package org.metricbay.platform;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a bundle of collectors is configured to do. One component of the bundle holds it, gives it
 * each configuration that it gets, and is registered by it as a service whose properties {@code
 * collectors.NAME} say which collectors are on. A collector refers to that service and so is there
 * exactly while it is on:
 *
 * <pre>{@code
 * @Component(
 *     reference =
 *         @Reference(
 *             name = "settings",
 *             service = MemorySettings.class,
 *             target = "(collectors.ksmd=true)"))
 * }</pre>
 *
 * <p>A configuration with a wrong value is refused as a whole, with one line in the log, and the
 * former stays. For use by any thread.
 *
 * @param <T> the values that the collectors read; immutable
 */
@ProviderType
public final class BundleConfig<T> {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.config");
  private static final String SWITCH = "collectors.";
  private static final String FILE = "felix.fileinstall.filename";

  private final String pid;
  private final Map<String, Boolean> collectors;
  private final Function<ConfigValues, T> reader;
  private volatile State<T> state;
  private @Nullable ServiceRegistration<?> registration;

  private record State<T>(T values, Map<String, Boolean> switches) {}

  /**
   * Starts with the defaults.
   *
   * @param pid the configuration's identity: the name of its file without {@code .cfg}
   * @param collectors the names of the bundle's collectors, and whether each is on by default
   * @param reader reads the values; throws {@link ConfigValues#wrong} if one must be refused
   */
  public BundleConfig(
      String pid, Map<String, Boolean> collectors, Function<ConfigValues, T> reader) {
    this.pid = pid;
    this.collectors = Map.copyOf(collectors);
    this.reader = reader;
    this.state = read(new ConfigValues(Map.of()));
  }

  private State<T> read(ConfigValues values) {
    Map<String, Boolean> switches = new HashMap<>();
    collectors.forEach(
        (name, usual) -> switches.put(SWITCH + name, values.flag(SWITCH + name, usual)));
    return new State<>(reader.apply(values), Map.copyOf(switches));
  }

  /** The values in force. */
  public T get() {
    return state.values();
  }

  /** Whether a collector is on. */
  public boolean isOn(String collector) {
    return Boolean.TRUE.equals(state.switches().get(SWITCH + collector));
  }

  /**
   * Takes another configuration, as Declarative Services hands it to a component, or refuses it.
   */
  public synchronized void update(Map<String, ?> properties) {
    ConfigValues values = new ConfigValues(properties);
    try {
      state = read(values);
    } catch (IllegalArgumentException e) {
      LOG.error(
          "{}: {}; the configuration before stays in force", source(properties), e.getMessage());
      return;
    }
    for (String key : values.unknown()) {
      LOG.warn("{}: {} is not known and does nothing", source(properties), key);
    }
    if (registration != null) {
      registration.setProperties(FrameworkUtil.asDictionary(state.switches()));
    }
  }

  private String source(Map<String, ?> properties) {
    Object file = properties.get(FILE);
    return file == null ? pid : file.toString().replaceFirst("^file:/*", "/");
  }

  /** Registers the component that holds this, so that the collectors that are on appear. */
  public synchronized <S> void register(BundleContext context, Class<S> type, S component) {
    registration =
        context.registerService(type, component, FrameworkUtil.asDictionary(state.switches()));
  }

  /** Takes the service back. */
  public synchronized void unregister() {
    if (registration != null) {
      registration.unregister();
      registration = null;
    }
  }
}
