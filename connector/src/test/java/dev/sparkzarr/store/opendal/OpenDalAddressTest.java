package dev.sparkzarr.store.opendal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreLocation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenDalAddressTest {
  private static OpenDalAddress of(String uri, Map<String, String> settings) {
    return OpenDalAddress.of(new StoreLocation(uri, settings)).orElseThrow();
  }

  private static void isRefused(String uri, Map<String, String> settings, String why) {
    assertThatThrownBy(() -> of(uri, settings))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Cannot open store ")
        .hasMessageContaining(why)
        .hasMessageNotContaining("geheim");
  }

  @Test
  void webDavIsAnAddressOfItsOwn() {
    OpenDalAddress plain = of("webdav://host:81/a b/50%20.zarr/", Map.of());
    assertThat(plain.service()).isEqualTo("webdav");
    assertThat(plain.configuration())
        .isEqualTo(Map.of("endpoint", "http://host:81", "root", "/a b/50%20.zarr"));
    OpenDalAddress secure = of("WebDAVs://host", Map.of());
    assertThat(secure.service()).isEqualTo("webdav");
    assertThat(secure.configuration()).isEqualTo(Map.of("endpoint", "https://host", "root", "/"));
    assertThat(of("opendal+webdavs://host/", Map.of()))
        .isEqualTo(new OpenDalAddress("webdav", secure.configuration(), "opendal+webdavs://host/"));
  }

  @Test
  void usersAreTakenOutOfTheAddress() {
    OpenDalAddress address = of("webdav://me:geheim/1@host/x", Map.of());
    assertThat(address.configuration()).containsEntry("endpoint", "http://me:geheim");
    address = of("webdav://me:geheim1@host/x", Map.of());
    assertThat(address.configuration())
        .isEqualTo(
            Map.of(
                "endpoint", "http://host", "root", "/x", "username", "me", "password", "geheim1"));
    assertThat(address.toString()).isEqualTo("webdav://host/x");
  }

  @Test
  void otherServicesHavePlacesOfTheirOwn() {
    Map<String, String> settings =
        Map.of(
            "fs.opendal.account_name", "a",
            "fs.opendal.account_key", "geheim",
            "fs.s3a.endpoint", "e");
    OpenDalAddress azure = of("opendal+azblob://container/a/b", settings);
    assertThat(azure.service()).isEqualTo("azblob");
    assertThat(azure.configuration())
        .isEqualTo(
            Map.of(
                "container", "container",
                "root", "/a/b",
                "account_name", "a",
                "account_key", "geheim"));
    assertThat(azure.toString()).doesNotContain("geheim");
    assertThat(of("opendal+s3://b@c/x", Map.of()).configuration()).containsEntry("bucket", "b@c");
    assertThat(of("opendal+sftp://host:22/x", Map.of()).configuration())
        .containsEntry("endpoint", "ssh://host:22");
    assertThat(of("opendal+dropbox:///x", Map.of()).configuration())
        .isEqualTo(Map.of("root", "/x"));
  }

  @Test
  void otherAddressesAreOthers() {
    for (String uri : List.of("s3a://b/x", "/a/b", "webdav:/x", "opendal://x/", "opendal+://x/")) {
      assertThat(OpenDalAddress.of(new StoreLocation(uri, Map.of()))).as(uri).isEmpty();
    }
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    isRefused("opendal+fs:///data", Map.of(), "Write the path itself");
    isRefused("opendal+memory:///data", Map.of(), "Write memory:NAME");
    isRefused("opendal+dropbox://host/x", Map.of(), "opendal+dropbox:///PATH");
    isRefused("webdav://h/x", Map.of("fs.opendal.root", "/y"), "option fs.opendal.root");
    isRefused("webdav://h/x", Map.of("fs.opendal.endpoint", "i"), "option fs.opendal.endpoint");
    isRefused(
        "webdav://me:geheim1@h/x", Map.of("fs.opendal.password", "geheim2"), "fs.opendal.password");
    for (String path : List.of("a/../b", "a//b", "./a", " a", "a/b ", "a /b", "a\u00a0", "a\nb")) {
      isRefused("webdav://h/" + path, Map.of(), "its path");
    }
  }
}
