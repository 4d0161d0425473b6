package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.StoreErrors;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs scripts in Redis, on one of several kept connections. A server that hangs is given up after
 * {@value #TIMEOUT_MILLIS} ms, and a connection with it. Uses what Jedis has had from 5 on.
 */
final class RedisClient implements AutoCloseable {
  /** For an answer. */
  static final int TIMEOUT_MILLIS = 50;

  private static final int CONNECT_MILLIS = 200;
  private static final int KEPT_CONNECTIONS = 32;

  private final RedisAddress address;
  private final HostAndPort place;
  private final JedisClientConfig config;
  private final Deque<Jedis> idle = new ConcurrentLinkedDeque<>();
  private final Map<String, String> hashes = new ConcurrentHashMap<>();
  private volatile boolean isClosed;

  RedisClient(RedisAddress address) {
    this.address = address;
    this.place = new HostAndPort(address.host(), address.port());
    DefaultJedisClientConfig.Builder builder =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(CONNECT_MILLIS)
            .socketTimeoutMillis(TIMEOUT_MILLIS)
            .database(address.database())
            .clientName("spark-zarr")
            .ssl(address.isEncrypted());
    address.user().ifPresent(builder::user);
    address.password().ifPresent(builder::password);
    this.config = builder.build();
  }

  /**
   * Runs a script without keys.
   *
   * @return its answer, texts
   * @throws dev.sparkzarr.store.StoreException when Redis cannot be reached or refuses
   */
  List<String> run(String script, List<String> arguments) {
    Jedis connection = idle.pollFirst();
    boolean isOld = connection != null;
    try {
      if (connection == null) {
        connection = new Jedis(place, config);
      }
      Object answer;
      try {
        answer = run(connection, script, arguments);
      } catch (redis.clients.jedis.exceptions.JedisConnectionException e) {
        if (!isOld || e.getCause() instanceof java.net.SocketTimeoutException) {
          throw e;
        }
        // A kept connection that the server has closed since: the others will be closed too.
        closeIdle();
        quietly(connection);
        connection = new Jedis(place, config);
        answer = run(connection, script, arguments);
      }
      keep(connection);
      return texts(answer);
    } catch (JedisException e) {
      if (connection != null) {
        quietly(connection);
      }
      throw StoreErrors.unavailable("use the cache index in", toString(), e);
    }
  }

  private Object run(Jedis connection, String script, List<String> arguments) {
    String hash = hashes.get(script);
    if (hash != null) {
      try {
        return connection.evalsha(hash, List.of(), arguments);
      } catch (JedisNoScriptException e) {
        // The server was started again since.
      }
    }
    hashes.put(script, connection.scriptLoad(script));
    return connection.evalsha(hashes.get(script), List.of(), arguments);
  }

  private static List<String> texts(Object answer) {
    List<String> texts = new ArrayList<>();
    if (answer instanceof List<?> list) {
      list.forEach(item -> texts.add(String.valueOf(item)));
    }
    return texts;
  }

  private void keep(Jedis connection) {
    if (isClosed || idle.size() >= KEPT_CONNECTIONS) {
      quietly(connection);
    } else {
      idle.addFirst(connection);
    }
  }

  private void closeIdle() {
    for (Jedis connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
      quietly(connection);
    }
  }

  private static void quietly(Jedis connection) {
    try {
      connection.close();
    } catch (RuntimeException e) {
      // It is given up anyway.
    }
  }

  @Override
  public void close() {
    isClosed = true;
    closeIdle();
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
