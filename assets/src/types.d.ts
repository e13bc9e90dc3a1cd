// Types that the modules share: page elements, payloads of the views, and the subset of MapLibre and plotly in use.

type Point = [number, number];
type Box = [Point, Point];

/** Elements that the scripts look up by id. Those with `| null` are missing in some layouts. */
interface PageElements {
    "page-status": HTMLElement;
    "page-panel": HTMLElement;
    "page-title": HTMLElement;
    "page-filters": HTMLElement;
    "page-events": HTMLElement;
    "page-footer": HTMLElement;
    "page-map": HTMLElement;
    "page-sentence": HTMLElement;
    "share-link": HTMLElement;
    "share-frame": HTMLElement;
    "export-sentence": HTMLElement;
    "react-entry-point": HTMLElement;
    "search-hits": HTMLElement;
    "search-input": HTMLInputElement;
    "map-poster": HTMLElement;
    "map-card": HTMLElement;
    "map-fingers": HTMLElement;
    "map-scale": HTMLElement | null;
    "map-outside": HTMLElement | null;
    "map-choice": HTMLElement | null;
    "share-form": HTMLFormElement | null;
    "first-hint": HTMLElement | null;
    "first-page": HTMLElement | null;
    "page-panel-title": HTMLElement | null;
}

/** JSON of `view/<name>`; each view fills the fields that it has. */
interface Views {
    page: Record<string, string> & MapPatches & Dimmed & { announcement: string; alt_text: string; query: string };
    panel: Record<string, string> & MapPatches & { title: string; query: string; lines: object };
    panels: Record<string, Views["panel"]>;
    cells: Clusters;
    exports: Record<string, string>;
    figure: Figure;
    outside: { "map-outside": string };
    picture: { "map-poster": string; "map-outside": string };
}

interface MapPatches {
    map: Record<string, { operations: object[] }>;
}

/** Ids of the cities that do not match, and whether they are hidden rather than dimmed. */
interface Dimmed {
    dimmed: number[];
    hidden: boolean;
}

interface SearchHits {
    hits: string;
    announcement: string;
    later?: boolean;
}

interface Clusters extends MapPatches, Dimmed {
    names: { features: Label[] };
    bounds?: Point[];
}

interface Figure {
    data: Trace[];
    layout: {
        map: { center: { lon: number; lat: number }; zoom: number; style: { sources: Record<string, any> } };
        meta: { query?: string } & Dimmed & { zoom: Record<string, number>; clusters: Clusters | null };
    };
}

/** An array, or plotly's wrapper of a typed array. */
type Column<T> = T[] & { _inputArray?: T[] };

interface Trace {
    meta: string;
    lat: Column<number>;
    lon: Column<number>;
    marker: { size: Column<number> };
    customdata: Column<string>;
    hovertext: string[];
}

interface MapPoint {
    lat: number;
    lon: number;
    hovertext?: string;
    customdata?: string;
}

interface Circle {
    lat: number;
    lon: number;
    x: number;
    y: number;
    radius: number;
    /** Its id, or "" for a cluster. */
    city: string;
    text: string;
}

interface MapClick {
    points: MapPoint[];
    event?: MouseEvent;
}

/** A candidate position of a label; offsets are in em, lines in pixels from the centre of the circle. */
interface Placement {
    anchor: string;
    offset: Point;
    line?: number[];
    free?: boolean;
}

interface Label {
    id: number;
    geometry: { coordinates: Point };
    properties: Placement & { name: string; rank: number };
}

interface MapBounds {
    contains(point: Point): boolean;
    getWest(): number;
    getSouth(): number;
    getEast(): number;
    getNorth(): number;
}

interface MapPosition {
    lng: number;
    lat: number;
    wrap(): MapPosition;
}

interface CameraMove {
    center?: Point | MapPosition;
    zoom?: number;
    box?: Box;
    tight?: boolean;
}

type Feature = { source: string; id: number };

/** The part of maplibregl.Map that the scripts use. */
interface LiveMap {
    watched?: boolean;
    cooperativeGestures: { enable(): void; isBypassed: (event: MouseEvent) => boolean };
    doubleClickZoom: { enable(): void };
    getBounds(): MapBounds;
    getCanvas(): HTMLCanvasElement;
    getCanvasContainer(): HTMLElement;
    getCenter(): MapPosition;
    getLayer(id: string): object | undefined;
    getSource(id: string): { setData(data: object): void } | undefined;
    getZoom(): number;
    isMoving(): boolean;
    loaded(): boolean;
    project(point: Point): { x: number; y: number };
    queryRenderedFeatures(options: { layers: string[] }): Label[];
    setMinZoom(zoom: number): void;
    setFeatureState(feature: Feature, state: object): void;
    removeFeatureState(feature: { source: string }): void;
    fitBounds(box: Box, options: object, event?: object): void;
    easeTo(move: object, event?: object): void;
    jumpTo(move: object, event?: object): void;
    on(event: string, act: (event: any) => void): void;
    once(event: string, act: (event: any) => void): void;
}

/** The element that plotly draws into. */
interface PlotElement extends HTMLElement {
    data: Trace[];
    layout?: { meta?: { query?: string } };
    on(event: string, act: (event: any) => void): void;
    _fullLayout?: { map?: { _subplot?: { map: LiveMap } } };
}

/** Data attributes that always exist when a script reads them: a selector or the server guarantees them. */
interface DOMStringMap {
    before: string;
    choice: string;
    clock: string;
    copy: string;
    done: string;
    exportCount: string;
    keys: string;
    label: string;
    list: string;
    lostText: string;
    narrow: string;
    wheel: string;
}

interface Window {
    dash_clientside: {
        no_update: object;
        set_props(id: string, props: object): void;
        view: Record<string, (...inputs: any[]) => unknown>;
    };
    network_components: Record<string, unknown>;
    React: {
        createElement(element: string, attributes: object): object;
        useLayoutEffect(act: () => void, dependencies: unknown[]): void;
    };
}
