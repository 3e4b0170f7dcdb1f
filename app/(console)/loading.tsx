import { LoadingPage } from '@/components/layout/loading-page';

export default LoadingPage;
