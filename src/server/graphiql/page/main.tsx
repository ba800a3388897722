import 'graphiql/style.css';
import './page.css';
import { createRoot } from 'react-dom/client';
import { Page } from './Page.tsx';

// Monaco asks for its workers by label; they are files of this package, as the page's policy demands.
const workers: Readonly<Record<string, string>> = { json: 'json.worker.js', graphql: 'graphql.worker.js' };
Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_id: string, label: string) =>
      new Worker(`/graphiql/assets/${workers[label] ?? 'editor.worker.js'}`),
  },
});

const element = document.getElementById('page');
if (element) createRoot(element).render(<Page />);
