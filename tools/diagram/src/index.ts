export { diagram, DIAGRAM_FORMATS, type DiagramFormat } from './diagram';
