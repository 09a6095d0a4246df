// Records the answers that Apache Kafka's own requests build for an error, by getErrorResponse():
//   java -cp 'KAFKA/libs/*' record_error_answers.java tests/broker/error_answers.txt
// A line `? API FIRST-LAST ERROR {...}` of the file has versions and a request of each, as JSON
// without what has its default. The lines `= VERSION HEX` after it have the answers' bodies. Those
// are written anew, all other lines stay.
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.AbstractRequest;

public class record_error_answers {
  public static void main(String[] args) throws Exception {
    var file = Path.of(args[0]);
    var lines = new ArrayList<String>();
    for (var line : Files.readAllLines(file)) {
      if (line.startsWith("= ")) continue;
      lines.add(line);
      if (line.startsWith("? ")) lines.addAll(answers(line.split(" ", 5)));
    }
    Files.write(file, lines);
  }

  private static ArrayList<String> answers(String[] words) throws Exception {
    var api = api(words[1]);
    var versions = words[2].split("-");
    var error = Errors.valueOf(words[3]).exception();
    var json = new ObjectMapper().readTree(words[4]);
    var lines = new ArrayList<String>();
    for (var v = Short.parseShort(versions[0]); v <= Short.parseShort(versions[1]); ++v) {
      var data = (ApiMessage) filled(requestClass(api), json);
      var bytes = MessageUtil.toByteBufferAccessor(data, v);
      var request = AbstractRequest.parseRequest(api, v, bytes).request;
      var answer = request.getErrorResponse(0, error).data();
      var body = MessageUtil.toByteBufferAccessor(answer, v).buffer();
      var copy = new byte[body.remaining()];
      body.get(copy);
      lines.add("= " + v + " " + HexFormat.of().formatHex(copy));
    }
    return lines;
  }

  private static ApiKeys api(String name) {
    for (var api : ApiKeys.values()) if (api.name.equals(name)) return api;
    throw new IllegalArgumentException("no API " + name);
  }

  private static Class<?> requestClass(ApiKeys api) {
    return api.messageType.newRequest().getClass();
  }

  // --- JSON to Kafka's classes, by their setters

  private static Object filled(Class<?> type, JsonNode json) throws Exception {
    var object = type.getConstructor().newInstance();
    var names = json.fieldNames();
    while (names.hasNext()) {
      var name = names.next();
      var setter = setter(type, name);
      setter.invoke(object, value(setter.getGenericParameterTypes()[0], json.get(name)));
    }
    return object;
  }

  private static Method setter(Class<?> type, String name) {
    var wanted = "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    for (var method : type.getMethods())
      if (method.getName().equals(wanted) && method.getParameterCount() == 1) return method;
    throw new IllegalArgumentException(type + " has no " + name);
  }

  private static Object value(java.lang.reflect.Type type, JsonNode json) throws Exception {
    if (json.isNull()) return null;
    if (type instanceof ParameterizedType list)
      return list(new ArrayList<Object>(), list.getActualTypeArguments()[0], json);
    var of = (Class<?>) type;
    if (AbstractCollection.class.isAssignableFrom(of)) {
      var element = ((ParameterizedType) of.getGenericSuperclass()).getActualTypeArguments()[0];
      return list((Collection<Object>) of.getConstructor().newInstance(), element, json);
    }
    if (of == String.class) return json.asText();
    if (of == byte.class || of == Byte.class) return (byte) json.asInt();
    if (of == short.class || of == Short.class) return (short) json.asInt();
    if (of == int.class || of == Integer.class) return json.asInt();
    if (of == long.class || of == Long.class) return json.asLong();
    if (of == double.class) return json.asDouble();
    if (of == boolean.class) return json.asBoolean();
    if (of == Uuid.class) return Uuid.fromString(json.asText());
    if (of == byte[].class) return Base64.getDecoder().decode(json.asText());
    if (of == BaseRecords.class) return MemoryRecords.EMPTY;  // only those are asked
    return filled(of, json);
  }

  private static Collection<Object> list(Collection<Object> into, java.lang.reflect.Type element,
                                         JsonNode json) throws Exception {
    for (var item : json) into.add(value(element, item));
    return into;
  }
}
