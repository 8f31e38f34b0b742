/*
 * A Node add-on with one function: it loads a library while the standard error stream points nowhere.
 *
 * TensorFlow's library writes remarks while it loads ("oneDNN custom operations are on", "This TensorFlow binary is
 * optimized", four lines in all), before any setting can reach it, and in a notebook they would stand in red under
 * the first cell. The binding finds the library loaded. What goes wrong is returned, so nothing is hidden.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <node_api.h>
#include <stdio.h>
#include <unistd.h>

#include <string>

/** `loadQuietly(path: string): string | undefined`: what went wrong, if anything did. */
static napi_value LoadQuietly(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  size_t length = 0;
  napi_value message;
  napi_get_undefined(env, &message);
  napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr);
  if (napi_get_value_string_utf8(env, argument, nullptr, 0, &length) != napi_ok) return message;
  std::string path(length + 1, '\0');
  napi_get_value_string_utf8(env, argument, &path[0], path.size(), &length);

  fflush(stderr);
  const int screen = dup(STDERR_FILENO);
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (screen >= 0 && nowhere >= 0) dup2(nowhere, STDERR_FILENO);
  void* library = dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL);
  const char* error = library ? nullptr : dlerror();
  fflush(stderr);
  if (screen >= 0) dup2(screen, STDERR_FILENO);
  if (screen >= 0) close(screen);
  if (nowhere >= 0) close(nowhere);
  if (error) napi_create_string_utf8(env, error, NAPI_AUTO_LENGTH, &message);
  return message;
}

NAPI_MODULE_INIT() {
  napi_value function;
  napi_create_function(env, "loadQuietly", NAPI_AUTO_LENGTH, LoadQuietly, nullptr, &function);
  napi_set_named_property(env, exports, "loadQuietly", function);
  return exports;
}
