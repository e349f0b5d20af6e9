/** Puts HTTP/2 in front of the site, as the platform's edge does: over HTTP/1.1 a browser asks for six things at a time only. */

import { readFileSync } from "node:fs";
import http from "node:http";
import http2 from "node:http2";

const [certificate, site, bookings] = process.argv.slice(2);
const pem = readFileSync(certificate);
const agent = new http.Agent({ keepAlive: true });
// These belong to one connection, and HTTP/2 refuses them.
const ofTheConnection = ["connection", "keep-alive", "transfer-encoding", "upgrade"];

const kept = (headers) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":") && !ofTheConnection.includes(name)));

const server = http2.createSecureServer({ key: pem, cert: pem }, (request, response) => {
  const target = request.method === "POST" && request.url.startsWith("/api/bookings") ? bookings : site;
  const headers = { ...kept(request.headers), host: request.authority };
  const asked = http.request(new URL(request.url, target), { agent, method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode, kept(answer.headers));
    answer.pipe(response);
  });
  asked.on("error", () => response.stream?.close());
  response.on("close", () => asked.destroy());
  request.pipe(asked);
});

server.listen(0, "127.0.0.1", () => console.log(server.address().port));
